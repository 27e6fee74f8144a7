// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// There it may be.
// CHECK: prog (tc): accepted
#include <rk/rk.bpf.h>
#include "Inputs/slice.h"

void *bpf_dynptr_slice_rdwr(const struct bpf_dynptr *p, __u32 off, void *buf, __u32 size) __ksym;

SEC("tc")
int prog(struct __sk_buff *skb)
{
	struct bpf_dynptr p;
	char *x;

	bpf_dynptr_from_skb(skb, 0, &p);
	x = bpf_dynptr_slice_rdwr(&p, 0, 0, 8);
	if (x)
		*x = 1;
	return 0;
}

RK_LICENSE("GPL");
