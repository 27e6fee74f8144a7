// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// What was found to be behind the end is behind it when it is asked again, and so is what lies further.
// CHECK: accepted
#define STEP "1"
#include "Inputs/packet-again.h"
