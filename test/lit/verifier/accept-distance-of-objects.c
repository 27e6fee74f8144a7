// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// How far apart two places of one object are is a number; of two objects it tells where they lie.
// CHECK: accepted
#define FROM at
#include "Inputs/distance.h"
