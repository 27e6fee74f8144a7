// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A counter of two bytes is masked before it is compared: as long as the mask keeps all of it, what
// the comparison tells is told of the counter. Compared with two bytes it ends.
// CHECK: accepted
#define COUNTER __u16
#define BOUND __u16
#include "Inputs/narrow-counter.h"
