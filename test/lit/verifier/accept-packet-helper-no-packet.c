// SPDX-License-Identifier: MIT
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// What changes a packet is not given another hook's context for one.
// CHECK: accepted
#define HOOK "tc"
#include "Inputs/untagged.h"
