// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// A callback that writes to a packet may move it: its caller loses what was lent.
// CHECK: error: r{{[0-9]}} points to a packet that may have moved{{.*}}[RKV0047]
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
	x = bpf_dynptr_slice(&p, 0, 0, 8);
	if (!x)
		return 0;
	bpf_loop(2, fill, &p, 0);
	return *x & 1;
}

RK_LICENSE("GPL");
