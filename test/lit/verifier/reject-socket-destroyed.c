// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// At a tracepoint nobody holds the socket's lock.
// CHECK: error: bpf_sock_destroy has no meaning in 'TP_BTF' programs [RKV0044]
#include <rk/rk.bpf.h>
#include "Inputs/destroy.h"

SEC("tp_btf/tcp_destroy_sock")
int prog(u64 *ctx)
{
	bpf_sock_destroy((void *)ctx[0]);
	return 0;
}

RK_LICENSE("GPL");
