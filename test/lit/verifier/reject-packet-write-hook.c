// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// Packets of a cgroup are only read.
// CHECK: error: write through r{{.*}}that 'CGROUP_SKB' programs may only read [RKV0028]
#include <rk/rk.bpf.h>

SEC("cgroup_skb/ingress")
int prog(struct __sk_buff *ctx)
{
	unsigned char *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;

	if (data + 1 > end)
		return 0;
	data[0] = 1;
	return 0;
}

RK_LICENSE("GPL");
