// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// Each link of a chain would be freed within the call that frees the one before it.
// CHECK: accepted
#define OWNED plain
#define PLACE leaf
#include "Inputs/link.h"
