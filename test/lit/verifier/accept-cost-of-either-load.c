// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --worst-case 172 %t.o | FileCheck %s
// A load that may be of kernel memory is a probe on every way.
// CHECK: accepted
#include "Inputs/either-load.h"
