// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A checksum has many states: they are joined early, and the counter is widened. It is compared
// with a byte, so that it stops before 255.
// CHECK: accepted
#define BYTES 255
#include "Inputs/checksum.h"
