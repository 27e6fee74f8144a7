// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// What was read in a section of RCU may be freed when it has ended: helpers do not take it any more.
// CHECK: accepted
#define FOUND t->last_wakee
#define BEFORE 1
#define BEHIND 0
#include "Inputs/waker.h"
