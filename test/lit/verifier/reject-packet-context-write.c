// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// Few fields may be written.
// CHECK: error: write to field '__sk_buff.tc_index', which 'CGROUP_SKB' programs may only read
// [RKV0028]
#include <rk/rk.bpf.h>

SEC("cgroup_skb/ingress")
int prog(struct __sk_buff *ctx)
{
	ctx->tc_index = 1;
	return 0;
}

RK_LICENSE("GPL");
