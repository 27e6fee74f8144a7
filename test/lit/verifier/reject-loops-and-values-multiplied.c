// Takes long, and profiles differ in limits alone: once.
// REQUIRES: embedded
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --worst-case none %t.o 2>&1 | FileCheck %s
// That loops end is looked for at all of their heads, for all values that they keep.
// CHECK: error: the analysis takes more work than 33554432 steps with a few values [RKV0065]
#define KEPT(F) HUNDRED(F, 1) HUNDRED(F, 2) HUNDRED(F, 3)
#define LOOPS(F) HUNDRED(F, 4)
#define LOOPS_BACK(F) HUNDRED_BACK(F, 4)
#include "Inputs/nested.h"
