// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// A clone over half of what it is made of would be made of itself.
// CHECK: accepted
#define AT 2
#include "Inputs/clone.h"
