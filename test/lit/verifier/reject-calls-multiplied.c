// Takes long, and profiles differ in limits alone: once.
// REQUIRES: embedded
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --worst-case none %t.o 2>&1 | FileCheck %s
// Calls are followed from each of their callers, up to so many steps.
// CHECK: error: the analysis takes more work than 33554432 steps with a few values [RKV0065]
#define TIMES "60"
#include "Inputs/multiplied.h"
