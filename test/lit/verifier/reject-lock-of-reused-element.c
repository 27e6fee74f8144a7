// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// An element that is used again while its lock is held has none any more.
// CHECK: error: argument 1 (r1) is a pointer into 'shared'; bpf_spin_lock takes the place of a lock in a map's value [RKV0040]
#define MAP BPF_MAP_TYPE_LRU_HASH
#include "Inputs/shared-number.h"
