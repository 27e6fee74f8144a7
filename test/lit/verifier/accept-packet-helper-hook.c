// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// Helpers belong to hooks.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("tc")
int prog(struct __sk_buff *ctx)
{
	return bpf_skb_pull_data(ctx, 0);
}

RK_LICENSE("GPL");
