// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// A clone over half of what it is made of would be made of itself.
// CHECK: error: argument 2 (r2) is a pointer to the stack; it overlaps the one that is read [RKV0047]
#define AT 1
#include "Inputs/clone.h"
