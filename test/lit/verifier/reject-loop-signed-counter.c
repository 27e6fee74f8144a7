// RUN: %clang-bpf -mcpu=v4 -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A signed counter of two bytes is extended before it is compared: as long as that keeps all of it,
// what the comparison tells is told of the counter. Compared with four it may wrap for ever.
// CHECK: error: this loop is not proved to end [RKV0060]
#define COUNTER short
#define BOUND int
#include "Inputs/narrow-counter.h"
