// SPDX-License-Identifier: MIT
// A function that moves the packet, called back as CALLED by one that is called back; then READ.
#include <rk/rk.bpf.h>

struct pass {
	int (*fn)(__u32 i, struct __sk_buff **ctx);
	struct __sk_buff *ctx;
};

static int pull(__u32 i, struct __sk_buff **ctx)
{
	bpf_skb_pull_data(*ctx, 0);
	return 0;
}

static int call(__u32 i, struct pass *p)
{
	bpf_loop(1, CALLED, &p->ctx, 0);
	return 0;
}

SEC("tc")
int prog(struct __sk_buff *ctx)
{
	struct pass p = {.fn = pull, .ctx = ctx};
	__u8 *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;

	if (data + 1 > end)
		return 0;
	bpf_loop(1, call, &p, 0);
	return READ;
}

RK_LICENSE("GPL");
