// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// An atomic operation on the stack gives back what was stored there.
// CHECK: accepted
#include <rk/rk.bpf.h>

#define LIMIT 7
#include "Inputs/fetched.h"
