// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// The end of a packet does not move.
// CHECK: error: arithmetic that the end of the packet does not allow [RKV0031]
#include <rk/rk.bpf.h>

SEC("xdp")
int prog(struct xdp_md *ctx)
{
	unsigned char *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;

	asm volatile("%0 += 4" : "+r"(end));
	return data == end;
}

RK_LICENSE("GPL");
