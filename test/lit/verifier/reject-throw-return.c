// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// What is thrown is what the program returns.
// CHECK: error: the program returns a value in [2, 2]; 'CGROUP_SKB' takes [0, 1] [RKV0048]
#include <rk/rk.bpf.h>
#include "Inputs/throw.h"

SEC("cgroup_skb/ingress")
int prog(struct __sk_buff *ctx)
{
	if (ctx->len > 1500)
		bpf_throw(2);
	return 0;
}

RK_LICENSE("GPL");
