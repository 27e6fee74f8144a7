// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A record is given back by who reserved it: a callback may run many times, or never.
// CHECK: error: a callback gives back what its caller holds
#include <rk/rk.bpf.h>
#include "Inputs/element.h"
#include "Inputs/ring.h"

static long each(void *m, const __u32 *key, struct element *v, __u64 *arg)
{
	*arg += v->count;
	bpf_ringbuf_submit(arg, 0);
	return 0;
}

SEC("raw_tp/sched_switch")
int prog(void *ctx)
{
	__u64 *r = bpf_ringbuf_reserve(&ring, 8, 0);

	if (!r)
		return 0;
	*r = 0;
	bpf_for_each_map_elem(&map, each, r, 0);
	return 0;
}

RK_LICENSE("GPL");
