// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// Who calls whom is told by who names whom: a function that is handed over would move the packet unseen.
// CHECK: error: a function is called back that another function than this one names [RKV0070]
#define CALLED p->fn
#define READ (*data & 1)
#include "Inputs/handed-over.h"
