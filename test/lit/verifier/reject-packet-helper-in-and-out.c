// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// What a helper reads and writes must have been written.
// CHECK: error: the helper would read stack bytes that were never written{{.*}}[RKV0025]
#include <rk/rk.bpf.h>

SEC("xdp")
int prog(struct xdp_md *ctx)
{
	__u64 way[8];

	way[0] = 1;
	return bpf_fib_lookup(ctx, (void *)way, sizeof(way), 0);
}

RK_LICENSE("GPL");
