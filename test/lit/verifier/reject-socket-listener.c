// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// Who listens behind a socket is another one, which the program does not hold.
// CHECK: error: r1 is a socket that the program does not hold [RKV0047]
#define DONE bpf_sk_release(listener ? listener : sk)
#include "Inputs/listener.h"
