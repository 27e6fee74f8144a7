// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// When a map ends, the kernel gives back what it owns: a task, but no file.
// CHECK: error: a map cannot own a struct file: nothing gives it back when the map ends [RKV0042]
#define KEPT file
#define MAKE bpf_get_task_exe_file((void *)bpf_get_current_task_btf())
#define RELEASE bpf_put_file
#include "Inputs/kept.h"
