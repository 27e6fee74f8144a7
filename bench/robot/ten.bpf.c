// SPDX-License-Identifier: MIT
// One of ten: a histogram by processor of a timer's lateness, and map storage up to the budget of a
// program. PROGRAM is its name.
#include <rk/rk.bpf.h>

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 60000);
	__type(key, __u32);
	__type(value, __u64);
} lateness SEC(".maps");

SEC("timer/10ms")
int PROGRAM(struct timer_event *evt)
{
	__u32 slot = (evt->actual - evt->scheduled) / 1000 % 60000;
	__u64 *n = bpf_map_lookup_elem(&lateness, &slot);

	if (n)
		__sync_fetch_and_add(n, 1);
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
