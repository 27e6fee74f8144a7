// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// What lies behind the end tells of the pointers that lie further, whichever was asked; not of nearer ones.
// CHECK: accepted
#define AT "8"
#include "Inputs/packet-twice.h"
