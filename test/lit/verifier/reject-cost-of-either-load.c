// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --worst-case 171 %t.o 2>&1 | FileCheck %s
// A load that may be of kernel memory is a probe on every way.
// CHECK: error: the worst case is 172 instructions; 'TP_BTF' programs may take 171 [RKV0061]
#include "Inputs/either-load.h"
