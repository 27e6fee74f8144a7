// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// What a helper reads and writes must be writable.
// CHECK: error: write to '.rodata', which is read-only [RKV0028]
#include <rk/rk.bpf.h>

static const volatile __u64 way[8] = {1};

SEC("xdp")
int prog(struct xdp_md *ctx)
{
	return bpf_fib_lookup(ctx, (void *)way, sizeof(way), 0);
}

RK_LICENSE("GPL");
