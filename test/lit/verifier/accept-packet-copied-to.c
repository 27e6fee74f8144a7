// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// It is asked for again.
// CHECK: prog (tc): accepted
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
	x = bpf_dynptr_slice(&p, 0, 0, 8);
	return x ? *x & 1 : 0;
}

RK_LICENSE("GPL");
