// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// What is written to a packet is read after its memory may have been freed: it is no part of it.
// CHECK: error: argument 3 (r3) is memory of the kernel's; bpf_skb_store_bytes takes memory that is not of the packet it may move [RKV0040]
#include <rk/rk.bpf.h>
#include "Inputs/slice.h"

SEC("tc")
int prog(struct __sk_buff *ctx)
{
	struct bpf_dynptr packet;
	char *from;

	if (bpf_dynptr_from_skb(ctx, 0, &packet))
		return 0;
	from = bpf_dynptr_slice(&packet, 0, 0, 8);
	if (from)
		bpf_skb_store_bytes(ctx, 16, from, 8, 0);
	return 0;
}

RK_LICENSE("GPL");
