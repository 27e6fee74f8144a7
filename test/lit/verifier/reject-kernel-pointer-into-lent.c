// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// What is put into an object that others may be freeing is lost.
// CHECK: error: argument 1 (r1) is an object of type 'struct link'; bpf_kptr_xchg takes an object that the program holds [RKV0040]
#define TAKEN(o) (o)->link
#define GIVEN_BACK(l) (void)(l)
#include "Inputs/owner.h"
