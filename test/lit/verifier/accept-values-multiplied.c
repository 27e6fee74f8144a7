// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --worst-case none %t.o | FileCheck %s
// An instruction takes more work where each path keeps hundreds of values.
// CHECK: accepted
#define KEPT(F) TEN(F, 10)
#include "Inputs/values-multiplied.h"
