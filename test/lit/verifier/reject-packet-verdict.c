// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// What arrives is dropped or passed; what leaves may also be marked as congested.
// CHECK: error: the program returns a value in [3, 3]; 'CGROUP_SKB' takes [0, 1] [RKV0048]
#include <rk/rk.bpf.h>

SEC("cgroup_skb/ingress")
int prog(struct __sk_buff *ctx)
{
	return 3;
}

RK_LICENSE("GPL");
