// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// The end of a packet is no memory.
// CHECK: error: r{{.*}} is the end of the packet, which is no memory of the program [RKV0023]
#include <rk/rk.bpf.h>

SEC("xdp")
int prog(struct xdp_md *ctx)
{
	unsigned char *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;

	return data == end ? 0 : *end;
}

RK_LICENSE("GPL");
