// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --worst-case 500 %t.o 2>&1 | FileCheck %s
// A map in a map may have more entries than what it was declared like: a search visits as many as one may.
// CHECK: error: the worst case is {{[0-9]+}} instructions;{{.*}}[RKV0061]
#define WHERE held
#include "Inputs/one_entry.h"
