// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A search compares a key with each that it visits: long keys take longer.
// CHECK: error: the worst case is 236{{[0-9]+}} instructions; 'TIMER' programs may take 110000 [RKV0061]
#include <rk/rk.bpf.h>
#define KEY_WORDS 8
#include "Inputs/samples.h"

RK_LICENSE("MIT");
