// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// What is made of what was made of a socket ends with the socket, too.
// CHECK: error: argument 2 (r2) is the rest of an overwritten pointer; bpf_sk_storage_delete takes a trusted socket [RKV0040]
#define BEFORE 0
#define BEHIND 1
#include "Inputs/socket-cast.h"
