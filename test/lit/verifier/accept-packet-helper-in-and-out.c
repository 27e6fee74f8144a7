// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// What a helper reads and writes must have been written.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("xdp")
int prog(struct xdp_md *ctx)
{
	__u64 way[8] = {0};

	asm volatile("" : "+m"(way));
	way[0] = 1;
	return bpf_fib_lookup(ctx, (void *)way, sizeof(way), 0);
}

RK_LICENSE("GPL");
