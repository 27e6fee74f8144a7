// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// What is thrown is what the program returns.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/throw.h"

SEC("cgroup_skb/ingress")
int prog(struct __sk_buff *ctx)
{
	if (ctx->len > 1500)
		bpf_throw(1);
	return 0;
}

RK_LICENSE("GPL");
