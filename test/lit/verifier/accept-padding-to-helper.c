// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// At Linux's hooks a helper may read padding: zeros where the program is compiled.
// CHECK: prog (kprobe/do_unlinkat): accepted
#include <rk/rk.bpf.h>
#include "Inputs/padded.h"

PADDED("kprobe/do_unlinkat")

RK_LICENSE("GPL");
