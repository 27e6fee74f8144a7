// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// What a callback moves is gone in each of its runs.
// CHECK: error: r1 points to a packet that may have moved: read it from the context again [RKV0047]
#include <rk/rk.bpf.h>

struct seen {
	struct xdp_md *ctx;
	unsigned char *data;
};

static long each(__u32 i, struct seen *s)
{
	long v = s->data[0];

	bpf_xdp_adjust_head(s->ctx, 4);
	return v & 1;
}

SEC("xdp")
int prog(struct xdp_md *ctx)
{
	unsigned char *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
	struct seen s = {ctx, data};

	if (data + 8 > end)
		return 0;
	bpf_loop(4, each, &s, 0);
	return 2;
}

RK_LICENSE("GPL");
