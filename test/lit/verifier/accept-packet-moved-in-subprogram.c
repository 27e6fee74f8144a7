// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A subprogram that moves the packet ends its callers' pointers.
// CHECK: accepted
#include <rk/rk.bpf.h>

static __attribute__((noinline)) int inner(struct xdp_md *ctx)
{
	return bpf_xdp_get_buff_len(ctx);
}

SEC("xdp")
int prog(struct xdp_md *ctx)
{
	unsigned char *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;

	if (data + 8 > end)
		return 0;
	inner(ctx);
	return data[0];
}

RK_LICENSE("GPL");
