// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// A task's storage has no lists: who frees it gives back nothing that is in one.
// CHECK: accepted
#define TYPE BPF_MAP_TYPE_HASH
#define FLAGS 0
#define ENTRIES 4
#define FIND bpf_map_lookup_elem(&kept, &(__u32){0})
#include "Inputs/list-of-value.h"
