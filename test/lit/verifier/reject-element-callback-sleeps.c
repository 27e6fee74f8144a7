// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A table is walked in a section of RCU, in which no callback sleeps; an array is not.
// CHECK: error: bpf_copy_from_user may sleep, which a lock of the helper that calls this forbids [RKV0044]
#define TYPE BPF_MAP_TYPE_HASH
#include "Inputs/element-sleeps.h"
