// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A record of the caller that turns out to be missing does not make up for one that the callback keeps.
// CHECK: error: the program ends while a record is still reserved
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
		*mine = 1;
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
