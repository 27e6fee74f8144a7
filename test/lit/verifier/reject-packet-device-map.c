// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// Only what a device map calls knows where a packet goes.
// CHECK: error: access of 4 bytes at offset 20 fits no field{{.*}}[RKV0029]
#include <rk/rk.bpf.h>

SEC("xdp")
int prog(struct xdp_md *ctx)
{
	return ctx->egress_ifindex;
}

RK_LICENSE("GPL");
