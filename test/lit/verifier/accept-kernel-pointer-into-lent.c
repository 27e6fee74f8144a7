// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// What is put into an object that others may be freeing is lost.
// CHECK: accepted
#define TAKEN(o) bpf_kptr_xchg(&(o)->link, 0)
#define GIVEN_BACK(l) bpf_obj_drop_impl(l, 0)
#include "Inputs/owner.h"
