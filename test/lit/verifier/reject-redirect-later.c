// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A packet is sent elsewhere while there is one: not by a function that runs later.
// CHECK: error: bpf_redirect in a function that runs later, when there is no packet [RKV0044]
#define LATER = bpf_redirect(1, 0)
#define NOW 2
#include "Inputs/redirect-later.h"
