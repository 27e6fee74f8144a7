// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A frame ends when its function returns.
// CHECK: accepted
#include <rk/rk.bpf.h>

static __noinline __attribute__((naked)) __u64 own(void)
{
	asm volatile("r0 = r10\n"
		     "r1 = r10\n"
		     "r0 -= r1\n"
		     "exit\n" ::: "memory");
}

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	return own();
}

RK_LICENSE("MIT");
