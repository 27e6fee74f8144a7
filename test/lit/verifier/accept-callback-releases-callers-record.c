// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A callback may write to a record that its caller reserved.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/element.h"
#include "Inputs/ring.h"

static long each(void *m, const __u32 *key, struct element *v, __u64 *arg)
{
	*arg += v->count;
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
	bpf_ringbuf_submit(r, 0);
	return 0;
}

RK_LICENSE("GPL");
