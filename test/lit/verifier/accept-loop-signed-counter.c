// RUN: %clang-bpf -mcpu=v4 -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A signed counter of two bytes is extended before it is compared: as long as that keeps all of it,
// what the comparison tells is told of the counter. Compared with two bytes it ends.
// CHECK: accepted
#define COUNTER short
#define BOUND short
#include "Inputs/narrow-counter.h"
