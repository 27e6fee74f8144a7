// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// At hooks of our own padding that was never written is a mistake.
// CHECK: error: the helper would read stack bytes that were never written: byte 4 of the 16 at r3 [RKV0025]
#include <rk/rk.bpf.h>
#include "Inputs/padded.h"

PADDED("timer/10ms")

RK_LICENSE("GPL");
