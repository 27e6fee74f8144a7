// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// What is read through what a section of RCU keeps is kept by it, too, and no longer.
// CHECK: error: argument 2{{.*}}[RKV0040]
#define FOUND t->last_wakee->last_wakee
#define BEFORE 0
#define BEHIND 1
#include "Inputs/waker.h"
