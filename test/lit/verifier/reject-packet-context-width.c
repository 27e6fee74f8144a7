// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// Fields that are addresses of hosts are read whole.
// CHECK: error: access of 1 bytes at offset 92 fits no field{{.*}}[RKV0029]
#include <rk/rk.bpf.h>

SEC("cgroup_skb/ingress")
int prog(struct __sk_buff *ctx)
{
	return *(volatile __u8 *)&ctx->remote_ip4 & 1;
}

RK_LICENSE("GPL");
