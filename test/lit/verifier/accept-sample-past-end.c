// SPDX-License-Identifier: MIT
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A sample's context ends with the address behind its registers, of which each is read whole.
// CHECK: accepted
#define AT 22
#include "Inputs/sample.h"
