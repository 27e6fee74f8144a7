// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// An iterator takes at most 2^23 steps, and the worst case counts them all.
// CHECK: error: {{.*}}the worst case is {{.*}}[RKV0061]
#include <rk/rk.bpf.h>

unsigned int seen[8];

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	struct bpf_iter_num it;
	int *v;

	bpf_iter_num_new(&it, 0, (int)ctx->scheduled);
	while ((v = bpf_iter_num_next(&it)))
		seen[0]++;
	bpf_iter_num_destroy(&it);
	return 0;
}

RK_LICENSE("GPL");
