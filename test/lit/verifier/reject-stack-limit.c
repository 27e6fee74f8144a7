// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --stack-limit 600 %t.o 2>&1 | FileCheck %s
// The frames of the deepest chain count together.
// CHECK: error: {{.*}}the limit is{{.*}}[RKV0027]
#include <rk/rk.bpf.h>

static __noinline int deep(__u64 n)
{
	volatile __u64 a[60] = {n};

	return a[n & 31];
}

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	volatile __u64 b[60] = {ctx->actual};

	return deep(ctx->missed) + b[ctx->missed & 31];
}

RK_LICENSE("MIT");
