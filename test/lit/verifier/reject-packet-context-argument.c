// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// The context of a packet is no memory.
// CHECK: error: the context of a packet is no memory{{.*}}[RKV0040]
#include <rk/rk.bpf.h>
#include "Inputs/ring.h"

SEC("xdp")
int prog(struct xdp_md *ctx)
{
	return bpf_ringbuf_output(&ring, ctx, 8, 0);
}

RK_LICENSE("GPL");
