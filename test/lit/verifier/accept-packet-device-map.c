// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// Only what a device map calls knows where a packet goes.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("xdp/devmap")
int prog(struct xdp_md *ctx)
{
	return ctx->egress_ifindex;
}

RK_LICENSE("GPL");
