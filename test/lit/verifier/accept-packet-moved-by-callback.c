// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// What a callback moves is gone in each of its runs.
// CHECK: accepted
#include <rk/rk.bpf.h>

struct seen {
	struct xdp_md *ctx;
	unsigned char *data;
};

static long each(__u32 i, struct seen *s)
{
	return s->data[0] & 1;
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
