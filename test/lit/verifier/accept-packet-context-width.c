// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// Fields that are addresses of hosts are read whole.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("cgroup_skb/ingress")
int prog(struct __sk_buff *ctx)
{
	return *(volatile __u8 *)&ctx->protocol & 1;
}

RK_LICENSE("GPL");
