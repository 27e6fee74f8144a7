// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// Each word was written in part, its rest may be padding.
// CHECK: prog (kprobe/do_unlinkat): accepted
#include <rk/rk.bpf.h>
#include "Inputs/words.h"

WORDS((words[0] = 1, *(char *)&words[1] = 1))

RK_LICENSE("GPL");
