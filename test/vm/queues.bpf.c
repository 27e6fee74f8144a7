// SPDX-License-Identifier: MIT
// Ten numbers into a queue, a stack and a time series.
#include <rk/rk.bpf.h>

struct {
	__uint(type, BPF_MAP_TYPE_QUEUE);
	__uint(max_entries, 8);
	__type(value, __u64);
} queue SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_STACK);
	__uint(max_entries, 8);
	__type(value, __u64);
} stack SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_TIMESERIES);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, __u64);
} series SEC(".maps");

SEC("timer/10ms")
int fill(struct timer_event *evt)
{
	__u64 n = evt->sequence;
	__u32 key = n % 2;

	if (n >= 10)
		return 0;
	bpf_map_push_elem(&queue, &n, 0);
	bpf_map_push_elem(&stack, &n, 0);
	bpf_timeseries_push(&series, &key, &n);
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
