// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// Where ways meet, a pointer that a section of RCU keeps is no other that needs none.
// CHECK: accepted
#define OTHER of_hook
#include "Inputs/either_inode.h"
