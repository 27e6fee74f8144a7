// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// A few bits of an address are a number as small as they are.
// CHECK: accepted
#define TRIPS(address) ((address) >> 3 & 7)
#include "Inputs/tasks-loop.h"
