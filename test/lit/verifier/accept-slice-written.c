// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// What is written to a packet is read after its memory may have been freed: it is no part of it.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/slice.h"

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} ring SEC(".maps");

SEC("tc")
int prog(struct __sk_buff *ctx)
{
	struct bpf_dynptr packet, record;
	char *from;

	if (bpf_dynptr_from_skb(ctx, 0, &packet))
		return 0;
	bpf_ringbuf_reserve_dynptr(&ring, 8, 0, &record);
	from = bpf_dynptr_slice(&packet, 0, 0, 8);
	if (from)
		bpf_dynptr_write(&record, 0, from, 8, 0);
	bpf_ringbuf_submit_dynptr(&record, 0);
	return 0;
}

RK_LICENSE("GPL");
