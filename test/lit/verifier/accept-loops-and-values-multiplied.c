// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --worst-case none %t.o | FileCheck %s
// That loops end is looked for at all of their heads, for all values that they keep.
// CHECK: accepted
#define KEPT(F) TEN(F, 10)
#define LOOPS(F) TEN(F, 40)
#define LOOPS_BACK(F) TEN_BACK(F, 40)
#include "Inputs/nested.h"
