// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// An iterator is destroyed on every path.
// CHECK: error: {{.*}}the program ends while an iterator was not destroyed [RKV0046]
#include <rk/rk.bpf.h>

unsigned int seen[8];

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	struct bpf_iter_num it;
	int *v;

	bpf_iter_num_new(&it, 0, 8);
	while ((v = bpf_iter_num_next(&it)))
		if (ctx->scheduled == (unsigned long)*v)
			return 1;
	bpf_iter_num_destroy(&it);
	return 0;
}

RK_LICENSE("GPL");
