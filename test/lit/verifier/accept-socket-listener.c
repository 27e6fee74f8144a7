// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// Who listens behind a socket is another one, which the program does not hold.
// CHECK: accepted
#define DONE bpf_sk_release(sk), n = listener ? listener->mark : 0
#include "Inputs/listener.h"
