// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// An element is deleted with its timer: not at hooks that may interrupt who holds the timers' lock.
// CHECK: accepted
#define HOOK "tp_btf/sched_switch"
#include "Inputs/timer-deleted.h"
