// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A function returns before any stack was used: there is no table of stored values yet. With
// sanitizers (RK_ASAN), this failed.
// CHECK: prog (timer/10ms): accepted
#include <rk/rk.bpf.h>

static __attribute__((noinline)) __u64 add(volatile struct timer_event *ctx, __u64 x)
{
	return ctx->actual + x;
}

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	return add(ctx, 3) > 7 ? 0 : add(ctx, 5) > 9;
}

RK_LICENSE("MIT");
