// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// Each link of a chain would be freed within the call that frees the one before it.
// CHECK: error: an object of type 'link' would own objects that own others: freeing them nests [RKV0042]
#define OWNED link
#define PLACE next
#include "Inputs/link.h"
