// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// 256 parts in 4 bytes are looked at, and none is a lock.
// CHECK: prog (timer/10ms): accepted
#include <rk/rk.bpf.h>
#include "Inputs/parts.h"

TWICE(p1, p0) TWICE(p2, p1) TWICE(p3, p2) TWICE(p4, p3) TWICE(p5, p4) TWICE(p6, p5) TWICE(p7, p6)
TWICE(p8, p7)

OF_PARTS(p8)

RK_LICENSE("MIT");
