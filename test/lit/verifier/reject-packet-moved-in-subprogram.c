// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A subprogram that moves the packet ends its callers' pointers.
// CHECK: error: r{{.*}} points to a packet that may have moved{{.*}}[RKV0047]
#include <rk/rk.bpf.h>

static __attribute__((noinline)) int inner(struct xdp_md *ctx)
{
	return bpf_xdp_adjust_tail(ctx, -4);
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
