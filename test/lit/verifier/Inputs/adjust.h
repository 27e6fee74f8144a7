// SPDX-License-Identifier: MIT
// An int that a kernel function returned, taken for the TYPE that it is declared to return.
#include <rk/rk.bpf.h>

struct bpf_dynptr;
TYPE bpf_dynptr_adjust(const struct bpf_dynptr *p, __u64 start, __u64 end) __ksym;

static __u64 memory[4];
static volatile int places[2];

SEC("raw_tp/sched_switch")
int prog(void *ctx)
{
	__u64 d[2];
	long r;

	bpf_dynptr_from_mem(memory, sizeof(memory), 0, (void *)d);
	r = bpf_dynptr_adjust((void *)d, 100, 1);
	asm volatile("" : "+r"(r));
	if (r < 0)
		return 0;
	places[(r >> 31) * 1000]++;
	return 0;
}

RK_LICENSE("GPL");
