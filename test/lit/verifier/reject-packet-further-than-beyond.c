// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// What lies behind the end tells of the pointers that lie further, whichever was asked; not of nearer ones.
// CHECK: error: r5 is null here{{.*}}[RKV0022]
#define AT "7"
#include "Inputs/packet-twice.h"
