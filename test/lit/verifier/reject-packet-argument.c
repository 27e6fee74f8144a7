// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// Most helpers do not take the memory of a packet.
// CHECK: error: argument 2 (r2) is a pointer into the packet; bpf_ringbuf_output takes memory that
// is not a packet's [RKV0040]
#include <rk/rk.bpf.h>
#include "Inputs/ring.h"

SEC("xdp")
int prog(struct xdp_md *ctx)
{
	unsigned char *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;

	if (data + 8 > end)
		return 0;
	return bpf_ringbuf_output(&ring, data, 8, 0);
}

RK_LICENSE("GPL");
