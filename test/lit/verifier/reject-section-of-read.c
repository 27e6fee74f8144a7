// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// What was read in a section of RCU may be freed when it has ended: helpers do not take it any more.
// CHECK: error: argument 2{{.*}}[RKV0040]
#define FOUND t->last_wakee
#define BEFORE 0
#define BEHIND 1
#include "Inputs/waker.h"
