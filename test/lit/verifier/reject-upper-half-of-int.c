// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// The kernel's functions return an int: what the upper half of the register holds is not known.
// CHECK: error: {{.*}}may leave its object{{.*}}[RKV0020]
#define TYPE long
#include "Inputs/adjust.h"
