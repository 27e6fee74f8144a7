// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A packet is sent elsewhere while there is one: not by a function that runs later.
// CHECK: error: bpf_redirect in a function that runs later, when there is no packet [RKV0044]
#include <rk/rk.bpf.h>
#include "Inputs/timer.h"

static int tick(void *map, __u32 *key, struct value *v)
{
	v->count = bpf_redirect(1, 0);
	return 0;
}

SEC("xdp")
int prog(void *ctx)
{
	__u32 key = 0;
	struct value *v = bpf_map_lookup_elem(&table, &key);

	if (v)
		bpf_timer_set_callback(&v->timer, tick);
	return 2;
}

RK_LICENSE("GPL");
