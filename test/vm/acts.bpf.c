// SPDX-License-Identifier: MIT
// It would set a line, every 10 ms: what a policy may ask two keys for.
#include <rk/rk.bpf.h>

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} refused SEC(".maps");

SEC("timer/10ms")
int acts(struct timer_event *evt)
{
	__u32 key = 0;
	__u64 *n = bpf_map_lookup_elem(&refused, &key);

	if (n && bpf_gpio_set(0, 0, 1) < 0)
		*n = *n + 1;
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
