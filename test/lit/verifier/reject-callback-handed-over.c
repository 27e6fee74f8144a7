// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// Who calls whom is told by who names whom: a function that is handed over would move the packet unseen.
// CHECK: error: a function is called back that another function than this one names [RKV0070]
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
	bpf_loop(1, p->fn, &p->ctx, 0);
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
	return *data & 1;
}

RK_LICENSE("GPL");
