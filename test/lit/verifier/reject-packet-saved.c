// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// What pointed into a packet that moved may be loaded, and is good for nothing.
// CHECK: error: {{.*}}[RKV0031]
#include <rk/rk.bpf.h>

struct parts {
	char *data, *end;
};

SEC("xdp")
int prog(struct xdp_md *ctx)
{
	volatile struct parts p;
	char *data = (void *)(long)ctx->data, *again;

	p.data = data;
	if (bpf_xdp_adjust_head(ctx, -4))
		return XDP_DROP;
	again = p.data;
	data = (void *)(long)ctx->data;
	if (again + 1 > (char *)(long)ctx->data_end)
		return again ? XDP_DROP : XDP_PASS;
	return *again ? XDP_PASS : XDP_DROP;
}

RK_LICENSE("GPL");
