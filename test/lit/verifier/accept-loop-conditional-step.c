// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A counter that only moves on one branch is no bound.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	__u32 i = 0, n = 0;

	while (i < 100) {
		n += bpf_get_prandom_u32() & 1;
		i++;
	}
	return n;
}

RK_LICENSE("MIT");
