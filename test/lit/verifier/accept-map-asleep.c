// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// A program that may sleep uses maps whose elements last until it ends.
// CHECK: accepted
#define HOOK "iter/task"
#include "Inputs/route.h"
