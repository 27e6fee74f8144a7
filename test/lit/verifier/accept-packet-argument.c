// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// Most helpers do not take the memory of a packet.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/ring.h"

SEC("xdp")
int prog(struct xdp_md *ctx)
{
	unsigned char *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;

	__u64 copy;

	if (data + 8 > end)
		return 0;
	copy = *(__u64 *)data;
	return bpf_ringbuf_output(&ring, &copy, 8, 0);
}

RK_LICENSE("GPL");
