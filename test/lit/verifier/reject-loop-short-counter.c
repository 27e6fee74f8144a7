// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A counter of two bytes is masked before it is compared: as long as the mask keeps all of it, what
// the comparison tells is told of the counter. Compared with four it may wrap for ever.
// CHECK: error: this loop is not proved to end [RKV0060]
#define COUNTER __u16
#define BOUND __u32
#include "Inputs/narrow-counter.h"
