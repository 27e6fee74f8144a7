/* SPDX-License-Identifier: MIT */
/* An interlock's body: every 10 ms its map's one number grows by STEP. */
#include <rk/rk.bpf.h>

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} limit SEC(".maps");

SEC("timer/10ms")
int guard(struct timer_event *evt)
{
	__u32 key = 0;
	__u64 *n = bpf_map_lookup_elem(&limit, &key);

	if (n)
		*n = *n + STEP;
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
