// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// Metadata ends where the packet begins.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("xdp")
int prog(struct xdp_md *ctx)
{
	unsigned char *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;

	unsigned char *meta = (void *)(long)ctx->data_meta;

	if (meta + 4 > data)
		return 0;
	return meta[3] + (data == end);
}

RK_LICENSE("GPL");
