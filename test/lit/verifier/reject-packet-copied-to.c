// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// Every function that writes to a packet may move it, not bpf_dynptr_write alone.
// CHECK: error: r{{[0-9]}} points to a packet that may have moved{{.*}}[RKV0047]
#include <rk/rk.bpf.h>
#include "Inputs/slice.h"

int bpf_dynptr_memset(struct bpf_dynptr *p, __u32 off, __u32 size, __u8 value) __ksym;

SEC("tc")
int prog(struct __sk_buff *skb)
{
	struct bpf_dynptr p;
	char *x;

	bpf_dynptr_from_skb(skb, 0, &p);
	x = bpf_dynptr_slice(&p, 0, 0, 8);
	if (!x)
		return 0;
	bpf_dynptr_memset(&p, 0, 8, 1);
	return *x & 1;
}

RK_LICENSE("GPL");
