// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A map that programs may not write has no locks: to take one is to write it.
// CHECK: accepted
#define FLAGS 0
#include "Inputs/lock-of.h"
