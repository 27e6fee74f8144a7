// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --worst-case none %t.o | FileCheck %s
// Calls are followed from each of their callers, up to so many steps.
// CHECK: accepted
#define TIMES "4"
#include "Inputs/multiplied.h"
