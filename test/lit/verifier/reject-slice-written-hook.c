// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// Only the traffic classifier and the driver hook may write to packets.
// CHECK: error: bpf_dynptr_slice_rdwr has no meaning in 'SOCKET' programs [RKV0044]
#include <rk/rk.bpf.h>
#include "Inputs/slice.h"

void *bpf_dynptr_slice_rdwr(const struct bpf_dynptr *p, __u32 off, void *buf, __u32 size) __ksym;

SEC("socket")
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
