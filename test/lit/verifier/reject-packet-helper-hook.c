// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// Helpers belong to hooks.
// CHECK: error: bpf_skb_pull_data has no meaning in 'SOCKET' programs [RKV0044]
#include <rk/rk.bpf.h>

SEC("socket")
int prog(struct __sk_buff *ctx)
{
	return bpf_skb_pull_data(ctx, 0);
}

RK_LICENSE("GPL");
