// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A socket filter makes timers; what may interrupt who works on one does not.
// CHECK: accepted
#define HOOK "socket"
#include "Inputs/timer-made.h"
