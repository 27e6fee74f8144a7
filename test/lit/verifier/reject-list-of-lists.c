// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// Freeing an object frees what is in its list, in one call: boxes in boxes would nest without end.
// CHECK: error: an object of type 'box' would own objects that own others: freeing them nests [RKV0042]
#define INNER box
#define NEW_INNER new_box
#define CONTENT __contains(box, in_list)
#include "Inputs/box.h"
