// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --worst-case 500 %t.o | FileCheck %s
// A map in a map may have more entries than what it was declared like: a search visits as many as one may.
// CHECK: accepted, worst case
#define WHERE &alone
#include "Inputs/one_entry.h"
