// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A map that programs may not write has no locks: to take one is to write it.
// CHECK: error: argument 1 (r1) is a pointer into {{.*}}takes the place of a lock{{.*}}[RKV0040]
#define FLAGS BPF_F_RDONLY_PROG
#include "Inputs/lock-of.h"
