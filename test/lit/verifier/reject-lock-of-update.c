// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// An update may take the lock of its value: not at hooks that may interrupt who holds it.
// CHECK: error: 'table' has values with a lock, timer or list, and {{.*}}[RKV0044]
#define HOOK "socket"
#include "Inputs/lock-of-update.h"
