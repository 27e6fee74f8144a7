// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// The trips of a callback count.
// CHECK: error: {{.*}}10 % of the period{{.*}}[RKV0061]
#include <rk/rk.bpf.h>
#include "Inputs/sum.h"

static long add(__u32 i, void *arg)
{
	struct sum *s = arg;

	s->total += i;
	return s->total > 1000;
}

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	struct sum s = {.total = 1};
	__u64 x = 0;

	s.last = &x;
	bpf_loop(1000000, add, &s, 0);
	return s.total + *s.last;
}

RK_LICENSE("MIT");
