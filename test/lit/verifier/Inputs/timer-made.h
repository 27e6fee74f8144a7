// SPDX-License-Identifier: MIT
// A program at HOOK makes a timer.
#include <rk/rk.bpf.h>
#include "timer.h"

SEC(HOOK)
int prog(void *ctx)
{
	__u32 key = 0;
	struct value *v = bpf_map_lookup_elem(&table, &key);

	if (v)
		bpf_timer_init(&v->timer, &table, 1);
	return 0;
}

RK_LICENSE("GPL");
