// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A counter that is set back is no bound.
// CHECK: error: {{.*}}not proved to end{{.*}}[RKV0060]
#include <rk/rk.bpf.h>

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	__u32 i = 0, n = 0;

	while (i < 100) {
		n += bpf_get_prandom_u32() & 1;
		i++;
		if (bpf_get_prandom_u32() == 5)
			i = 0;
	}
	return n;
}

RK_LICENSE("MIT");
