// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// An int that a kernel function returns is an error or not negative, once its sign is extended.
// CHECK: accepted
#define TYPE int
#include "Inputs/adjust.h"
