// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// An atomic operation on the stack gives back what was stored there, not what it leaves there.
// CHECK: error: write of 8 bytes at offset [0, 64] may leave its object{{.*}}[RKV0021]
#include <rk/rk.bpf.h>

#define LIMIT 8
#include "Inputs/fetched.h"
