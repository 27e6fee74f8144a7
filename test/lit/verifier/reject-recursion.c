// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A function may not call itself.
// CHECK: error: {{.*}}may call itself{{.*}}[RKV0045]
#include <rk/rk.bpf.h>

static __noinline int down(int n)
{
	barrier_var(n);
	return n < 1 ? 0 : down(n - 1) + down(n - 2);
}

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	return down(*(volatile int *)&ctx->missed);
}

RK_LICENSE("MIT");
