// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A function that is called back sees its caller's packet unless it, or what it calls, moves that.
// CHECK: error: {{.*}}[RKV0031]
#include <rk/rk.bpf.h>

struct parts {
	char *data, *end;
	__u32 zeros;
	struct xdp_md *ctx;
};

static int count(__u32 i, struct parts *p)
{
	if (p->zeros > 4)
		bpf_xdp_adjust_head(p->ctx, 0);
	if (i > 8 || p->data + i + 1 > p->end)
		return 1;
	p->zeros += !p->data[i];
	return 0;
}

SEC("xdp")
int prog(struct xdp_md *ctx)
{
	struct parts p = {};

	p.data = (void *)(long)ctx->data;
	p.end = (void *)(long)ctx->data_end;
	p.ctx = ctx;
	bpf_loop(8, count, &p, 0);
	return bpf_xdp_adjust_head(ctx, p.zeros & 4) ? XDP_DROP : XDP_PASS;
}

RK_LICENSE("GPL");
