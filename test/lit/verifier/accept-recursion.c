// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A function may not call itself.
// CHECK: accepted
#include <rk/rk.bpf.h>

static __noinline int down(int n)
{
	barrier_var(n);
	return n < 1 ? 0 : n + 1;
}

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	return down(*(volatile int *)&ctx->missed);
}

RK_LICENSE("MIT");
