// Takes long, and profiles differ in limits alone: once.
// REQUIRES: embedded
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --worst-case none %t.o 2>&1 | FileCheck %s
// An instruction takes more work where each path keeps hundreds of values.
// CHECK: error: the analysis takes more work than 33554432 steps with a few values [RKV0065]
#define KEPT(F) HUNDRED(F, 1) HUNDRED(F, 2) HUNDRED(F, 3) HUNDRED(F, 4)
#include "Inputs/values-multiplied.h"
