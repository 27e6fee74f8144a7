// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A search of as many samples with keys of 8 bytes.
// CHECK: accepted, worst case 100{{[0-9]+}} instructions
#include <rk/rk.bpf.h>
#define KEY_WORDS 1
#include "Inputs/samples.h"

RK_LICENSE("MIT");
