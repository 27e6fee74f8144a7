// SPDX-License-Identifier: MIT
// Takes long for each edge of line 4, and judges what it is told of them.
#include <rk/rk.bpf.h>

/* edges: 1 rising, 2 falling; 0: level, edge and number disagree; 3: number or time not after those
 * of the edge before */
#define SEEN 4
#include "seen.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, __u64);
} last SEC(".maps");

/* 0: time, 1: number + 1 */
static __always_inline _Bool is_later(__u32 key, __u64 now)
{
	__u64 *was = bpf_map_lookup_elem(&last, &key);

	if (!was || *was >= now)
		return 0;
	*was = now;
	return 1;
}

SEC("gpio/name:robot/line4/both")
int edge(struct gpio_event *evt)
{
	__u32 rising = evt->edge == GPIO_EDGE_RISING;

	count(rising ? 1 : 2);
	if (evt->value != rising || (evt->sequence & 1) == rising)
		count(0);
	if (!is_later(0, evt->timestamp) || !is_later(1, evt->sequence + 1))
		count(3);
	for (__u32 i = 0; i < 10000; i++)
		bpf_ktime_get_ns();
	return 0;
}

RK_WORST_CASE(1000000);
RK_RUN_LIMIT(4000000000);
RK_LICENSE("Dual MIT/GPL");
