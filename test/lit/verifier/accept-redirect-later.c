// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A packet is sent elsewhere while there is one: not by a function that runs later.
// CHECK: accepted
#define LATER ++
#define NOW bpf_redirect(1, 0)
#include "Inputs/redirect-later.h"
