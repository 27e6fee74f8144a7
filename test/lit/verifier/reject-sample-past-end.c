// SPDX-License-Identifier: MIT
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A sample's context ends with the address behind its registers, of which each is read whole.
// CHECK: error: access of 8 bytes at offset 184 fits no field of 'opaque' [RKV0029]
#define AT 23
#include "Inputs/sample.h"
