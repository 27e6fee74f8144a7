// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// A map that knows no kernel pointers copies values as bytes: what is taken out would be any number.
// CHECK: error: argument 1 (r1) is a pointer into 'owners'; bpf_kptr_xchg takes the place of a kernel pointer in a map's value [RKV0040]
#define MAP BPF_MAP_TYPE_LPM_TRIE
#include "Inputs/owner-written.h"
