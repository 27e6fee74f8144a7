// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A callback returns 0 or 1.
// CHECK: error: {{.*}}a callback returns 0 or 1{{.*}}[RKV0048]
#include <rk/rk.bpf.h>

struct sum {
	__u64 total;
	__u64 *last;
};

static long add(__u32 i, void *arg)
{
	struct sum *s = arg;

	s->total += i;
	return s->total;
}

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	struct sum s = {.total = 1};
	__u64 x = 0;

	s.last = &x;
	bpf_loop(100, add, &s, 0);
	return s.total + *s.last;
}

RK_LICENSE("MIT");
