// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// When a map ends, the kernel gives back what it owns: a task, but no file.
// CHECK: accepted
#define KEPT task_struct
#define MAKE bpf_task_from_pid(1)
#define RELEASE bpf_task_release
#include "Inputs/kept.h"
