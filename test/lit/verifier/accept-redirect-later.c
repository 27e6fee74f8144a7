// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A packet is sent elsewhere while there is one: not by a function that runs later.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/timer.h"

static int tick(void *map, __u32 *key, struct value *v)
{
	v->count++;
	return 0;
}

SEC("xdp")
int prog(void *ctx)
{
	__u32 key = 0;
	struct value *v = bpf_map_lookup_elem(&table, &key);

	if (v)
		bpf_timer_set_callback(&v->timer, tick);
	return bpf_redirect(1, 0);
}

RK_LICENSE("GPL");
