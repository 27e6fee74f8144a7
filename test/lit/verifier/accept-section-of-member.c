// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// What is read through what a section of RCU keeps is kept by it, too, and no longer.
// CHECK: accepted
#define FOUND t->last_wakee->last_wakee
#define BEFORE 1
#define BEHIND 0
#include "Inputs/waker.h"
