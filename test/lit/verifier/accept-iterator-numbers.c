// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// The numbers of an iterator are those it was made with.
// CHECK: accepted
#include <rk/rk.bpf.h>

unsigned int seen[8];

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	struct bpf_iter_num it;
	int *v;

	bpf_iter_num_new(&it, 0, 8);
	while ((v = bpf_iter_num_next(&it)))
		seen[*v]++;
	bpf_iter_num_destroy(&it);
	return 0;
}

RK_LICENSE("GPL");
