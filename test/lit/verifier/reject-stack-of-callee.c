// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A frame ends when its function returns.
// CHECK: error: {{.*}}its own stack, which ends here{{.*}}[RKV0032]
#include <rk/rk.bpf.h>

static __noinline __attribute__((naked)) __u64 own(void)
{
	asm volatile("r0 = r10\n"
		     "exit\n" ::: "memory");
}

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	return own();
}

RK_LICENSE("MIT");
