// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// An element that is used again while its lock is held has none any more.
// CHECK: accepted
#define MAP BPF_MAP_TYPE_HASH
#include "Inputs/shared-number.h"
