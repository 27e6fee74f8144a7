// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// Freeing an object frees what is in its list, in one call: boxes in boxes would nest without end.
// CHECK: accepted
#define INNER item
#define NEW_INNER new_item
#define CONTENT __contains(item, in_list)
#include "Inputs/box.h"
