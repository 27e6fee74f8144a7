// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A checksum has many states: they are joined early, and the counter is widened. It is compared
// with a byte, so that it stops before 255, not before 254.
// CHECK: error: read of 1 bytes at offset {{.*}} may leave its object
#define BYTES 254
#include "Inputs/checksum.h"
