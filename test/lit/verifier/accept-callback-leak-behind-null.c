// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A callback that finds its caller's record missing holds only what it reserved itself.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/element.h"
#include "Inputs/ring.h"

struct pair {
	__u64 *r;
	__u64 pad;
};

static long each(void *m, const __u32 *key, struct element *v, struct pair *arg)
{
	__u64 *mine;

	if (arg->r)
		return 1;
	mine = bpf_ringbuf_reserve(&ring, 8, 0);
	if (mine)
		bpf_ringbuf_submit(mine, 0);
	return 0;
}

SEC("raw_tp/sched_switch")
int prog(void *ctx)
{
	struct pair p = {.r = bpf_ringbuf_reserve(&ring, 8, 0)};

	bpf_for_each_map_elem(&map, each, &p, 0);
	if (p.r)
		bpf_ringbuf_discard(p.r, 0);
	return 0;
}

RK_LICENSE("GPL");
