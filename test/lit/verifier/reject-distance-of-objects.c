// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// How far apart two places of one object are is a number; of two objects it tells where they lie.
// CHECK: error: {{.*}}how far another object is from it would become a number [RKV0032]
#define FROM other
#include "Inputs/distance.h"
