// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// What moves a packet ends all pointers into it.
// CHECK: error: r{{.*}} points to a packet that may have moved{{.*}}[RKV0047]
#include <rk/rk.bpf.h>

SEC("xdp")
int prog(struct xdp_md *ctx)
{
	unsigned char *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;

	if (data + 8 > end || bpf_xdp_adjust_head(ctx, 4))
		return 0;
	return data[0];
}

RK_LICENSE("GPL");
