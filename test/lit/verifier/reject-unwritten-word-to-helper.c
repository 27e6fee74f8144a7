// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// What no member of a word was written to is no padding, at Linux's hooks either.
// CHECK: error: the helper would read stack bytes that were never written: byte 8 of the 16 at r3 [RKV0025]
#include <rk/rk.bpf.h>
#include "Inputs/words.h"

WORDS((words[0] = 1))

RK_LICENSE("GPL");
