// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// A program that may sleep uses maps whose elements last until it ends.
// CHECK: error: 'routes' is a map of type LPM_TRIE, whose elements may be freed while this program sleeps [RKV0042]
#define HOOK "iter.s/task"
#include "Inputs/route.h"
