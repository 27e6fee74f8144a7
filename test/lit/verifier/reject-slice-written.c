// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// What is written to a packet is read after its memory may have been freed: it is no part of it.
// CHECK: error: argument 3 (r3) is memory of the kernel's; bpf_dynptr_write takes memory that is not of the packet it may move [RKV0040]
#define WRITE(from) bpf_dynptr_write(&packet, 16, from, 8, 0)
#include "Inputs/slice-from.h"
