// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// The context of a packet is no memory.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/ring.h"

SEC("xdp")
int prog(struct xdp_md *ctx)
{
	__u32 queue = ctx->rx_queue_index;

	return bpf_ringbuf_output(&ring, &queue, 4, 0);
}

RK_LICENSE("GPL");
