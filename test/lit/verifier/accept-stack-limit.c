// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --stack-limit 600 %t.o | FileCheck %s
// The frames of the deepest chain count together.
// CHECK: accepted
#include <rk/rk.bpf.h>

static __noinline int deep(__u64 n)
{
	volatile __u64 a[60] = {n};

	return a[n & 31];
}

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	volatile __u64 b[8] = {ctx->actual};

	return deep(ctx->missed) + b[ctx->missed & 7];
}

RK_LICENSE("MIT");
