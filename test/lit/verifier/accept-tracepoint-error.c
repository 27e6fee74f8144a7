// RUN: %clang-bpf -DKERNEL -c %s -o %t.kernel
// RUN: llvm-objcopy --dump-section .BTF=%t.btf %t.kernel %t.unused
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf %t.btf %t.o | FileCheck %s
// Where a tracepoint is given the number of an error for a pointer, that is a number.
// CHECK: accepted
#define ARG 0
#include "Inputs/inode_event.h"
