// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --worst-case 2300 %t.o 2>&1 | FileCheck %s
// A look-up in a hash table passes up to 32 keys, up to three times; odd ones are compared by a function.
// CHECK: error: the worst case is 99{{[0-9]+}} instructions; {{.*}}[RKV0061]
#define KEY_BYTES 5
#include "Inputs/searched.h"
