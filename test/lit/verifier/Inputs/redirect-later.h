// SPDX-License-Identifier: MIT
// A timer's function comes to LATER, the program that sets it to NOW.
#include <rk/rk.bpf.h>
#include "timer.h"

static int tick(void *map, __u32 *key, struct value *v)
{
	v->count LATER;
	return 0;
}

SEC("xdp")
int prog(void *ctx)
{
	__u32 key = 0;
	struct value *v = bpf_map_lookup_elem(&table, &key);

	if (v)
		bpf_timer_set_callback(&v->timer, tick);
	return NOW;
}

RK_LICENSE("GPL");
