// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A table is walked in a section of RCU, in which no callback sleeps; an array is not.
// CHECK: accepted
#define TYPE BPF_MAP_TYPE_ARRAY
#include "Inputs/element-sleeps.h"
