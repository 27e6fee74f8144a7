// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// An element is deleted with its timer: not at hooks that may interrupt who holds the timers' lock.
// CHECK: error: 'table' has values with a lock, timer or list, and {{.*}}[RKV0044]
#define HOOK "kprobe/do_nanosleep"
#include "Inputs/timer-deleted.h"
