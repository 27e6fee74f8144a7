// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// What arrives is dropped or passed; what leaves may also be marked as congested.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("cgroup_skb/egress")
int prog(struct __sk_buff *ctx)
{
	return 3;
}

RK_LICENSE("GPL");
