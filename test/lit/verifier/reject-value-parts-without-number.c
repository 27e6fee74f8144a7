// RUN: %clang-bpf -c %s -o %t.o
// RUN: not timeout 60 %rkverify %t.o 2>&1 | FileCheck %s
// Unions of unions of a hostile object: 2^32 parts in 4 bytes. What was not looked at may be a lock.
// CHECK: error: {{.*}}[RKV
#include <rk/rk.bpf.h>
#include "Inputs/parts.h"

TWICE(p1, p0) TWICE(p2, p1) TWICE(p3, p2) TWICE(p4, p3) TWICE(p5, p4) TWICE(p6, p5) TWICE(p7, p6)
TWICE(p8, p7) TWICE(p9, p8) TWICE(p10, p9) TWICE(p11, p10) TWICE(p12, p11) TWICE(p13, p12)
TWICE(p14, p13) TWICE(p15, p14) TWICE(p16, p15) TWICE(p17, p16) TWICE(p18, p17) TWICE(p19, p18)
TWICE(p20, p19) TWICE(p21, p20) TWICE(p22, p21) TWICE(p23, p22) TWICE(p24, p23) TWICE(p25, p24)
TWICE(p26, p25) TWICE(p27, p26) TWICE(p28, p27) TWICE(p29, p28) TWICE(p30, p29) TWICE(p31, p30)
TWICE(p32, p31)

OF_PARTS(p32)

RK_LICENSE("MIT");
