// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// What a helper finds in what a section of RCU keeps lasts no longer than the section.
// CHECK: error: argument 2{{.*}}[RKV0040]
#define BEFORE 0
#define BEHIND 1
#include "Inputs/file_socket.h"
