// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// Of a socket at the driver the number of its queue is read, and nothing else.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/socket.h"
#include "Inputs/socket-map.h"

SEC("xdp")
int prog(struct xdp_md *ctx)
{
	__u32 key = ctx->rx_queue_index;
	struct bpf_xdp_sock *xs = bpf_map_lookup_elem(&queues, &key);

	return xs ? xs->queue_id : 0;
}

RK_LICENSE("GPL");
