// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// The context of a packet is no memory.
// CHECK: accepted
#include <rk/rk.bpf.h>

struct {
	__uint(type, 27);
	__uint(max_entries, 4096);
} ring SEC(".maps");

SEC("xdp")
int prog(struct xdp_md *ctx)
{
	__u32 queue = ctx->rx_queue_index;

	return bpf_ringbuf_output(&ring, &queue, 4, 0);
}

RK_LICENSE("GPL");
