// SPDX-License-Identifier: MIT
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// What a sample's context says is nowhere together: a helper reads what was read of it.
// CHECK: error: the context of a sample cannot be passed as memory
#define AT 22
#define WHAT ctx
#include "Inputs/sample.h"
