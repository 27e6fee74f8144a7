// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// A map that knows no kernel pointers copies values as bytes: what is taken out would be any number.
// CHECK: accepted
#define MAP BPF_MAP_TYPE_HASH
#include "Inputs/owner-written.h"
