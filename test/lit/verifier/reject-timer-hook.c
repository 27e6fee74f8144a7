// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A socket filter makes timers; what may interrupt who works on one does not.
// CHECK: error: 'table' has values with a lock, timer or list, and {{.*}}[RKV0044]
#define HOOK "raw_tp/sched_switch"
#include "Inputs/timer-made.h"
