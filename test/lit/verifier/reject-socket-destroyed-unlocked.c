// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// Iterators over connections hold the lock of the socket that they are at, those over storage do not.
// CHECK: error: bpf_sock_destroy has no meaning in {{.*}}[RKV0044]
#define HOOK "iter/bpf_sk_storage_map"
#define SOCKET 2
#include "Inputs/destroyed-at.h"
