// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// An update may take the lock of its value: not at hooks that may interrupt who holds it.
// CHECK: accepted
#define HOOK "xdp"
#include "Inputs/lock-of-update.h"
