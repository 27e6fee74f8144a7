// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// What was found to be behind the end is behind it when it is asked again, and so is what lies further.
// CHECK: error: r5 is null here{{.*}}[RKV0022]
#define STEP "-1"
#include "Inputs/packet-again.h"
