// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// Only an iterator that lives is asked.
// CHECK: error: {{.*}}no iterator was made there{{.*}}[RKV0047]
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
	v = bpf_iter_num_next(&it);
	return 0;
}

RK_LICENSE("GPL");
