// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// Of a socket at the driver the number of its queue is read, and nothing else.
// CHECK: error: read of 4 bytes at offset 4 fits no field of the socket in r{{[01]}} [RKV0029]
#include <rk/rk.bpf.h>
#include "Inputs/socket.h"
#include "Inputs/socket-map.h"

SEC("xdp")
int prog(struct xdp_md *ctx)
{
	__u32 key = ctx->rx_queue_index;
	struct bpf_sock *xs = bpf_map_lookup_elem(&queues, &key);

	return xs ? xs->family : 0;
}

RK_LICENSE("GPL");
