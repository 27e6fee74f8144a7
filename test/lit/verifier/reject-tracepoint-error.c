// RUN: %clang-bpf -DKERNEL -c %s -o %t.kernel
// RUN: llvm-objcopy --dump-section .BTF=%t.btf %t.kernel %t.unused
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf %t.btf %t.o 2>&1 | FileCheck %s
// Where a tracepoint is given the number of an error for a pointer, that is a number.
// CHECK: error: r1 is a number, used as an address [RKV0023]
#define ARG 2
#include "Inputs/inode_event.h"
