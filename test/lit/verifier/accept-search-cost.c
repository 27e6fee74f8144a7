// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --worst-case 2300 %t.o | FileCheck %s
// A look-up in a hash table passes up to 32 keys, up to three times; odd ones are compared by a function.
// CHECK: accepted, worst case 22{{[0-9]+}} instructions
#define KEY_BYTES 4
#include "Inputs/searched.h"
