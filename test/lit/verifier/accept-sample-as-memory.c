// SPDX-License-Identifier: MIT
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// What a sample's context says is nowhere together: a helper reads what was read of it.
// CHECK: accepted
#define AT 22
#include "Inputs/sample.h"
