// SPDX-License-Identifier: MIT
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// What changes a packet is not given another hook's context for one.
// CHECK: error: bpf_skb_vlan_pop has no meaning in 'KPROBE' programs [RKV0044]
#define HOOK "kprobe/do_nanosleep"
#include "Inputs/untagged.h"
