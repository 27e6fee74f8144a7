// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// An address of the kernel's is a number like any other where trips are asked for.
// CHECK: error: {{.*}}may leave its object{{.*}}[RKV0020]
#define TRIPS(address) (address)
#include "Inputs/tasks-loop.h"
