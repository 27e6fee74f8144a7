// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// The end of a packet does not move.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("xdp")
int prog(struct xdp_md *ctx)
{
	unsigned char *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;

	asm volatile("%0 += 4" : "+r"(data));
	return data == end;
}

RK_LICENSE("GPL");
