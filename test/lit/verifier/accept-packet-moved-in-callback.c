// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// What is lent after the callback is there.
// CHECK: prog (tc): accepted
#include <rk/rk.bpf.h>
#include "Inputs/slice.h"

static int fill(int i, struct bpf_dynptr *p)
{
	char zero[4] = {};

	bpf_dynptr_write(p, 0, zero, 4, 0);
	return 0;
}

SEC("tc")
int prog(struct __sk_buff *skb)
{
	struct bpf_dynptr p;
	char *x;

	bpf_dynptr_from_skb(skb, 0, &p);
	bpf_loop(2, fill, &p, 0);
	x = bpf_dynptr_slice(&p, 0, 0, 8);
	if (!x)
		return 0;
	return *x & 1;
}

RK_LICENSE("GPL");
