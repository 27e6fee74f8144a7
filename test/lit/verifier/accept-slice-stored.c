// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// What is written to a packet is read after its memory may have been freed: it is no part of it.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/slice.h"

SEC("tc")
int prog(struct __sk_buff *ctx)
{
	struct bpf_dynptr packet;
	char *from, copy[8] = {};

	if (bpf_dynptr_from_skb(ctx, 0, &packet))
		return 0;
	from = bpf_dynptr_slice(&packet, 0, 0, 8);
	if (from)
		__builtin_memcpy(copy, from, 8);
	bpf_skb_store_bytes(ctx, 16, copy, 8, 0);
	return 0;
}

RK_LICENSE("GPL");
