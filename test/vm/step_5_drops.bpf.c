// SPDX-License-Identifier: MIT
// A successor of step_1 that is not well: its records soon find no room.
#include <rk/rk.bpf.h>

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} runs SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 64 * 1024);
} nobody_reads SEC(".maps");

SEC("timer/1ms")
int step(struct timer_event *evt)
{
	__u64 record[32] = {evt->sequence};
	__u32 key = 0;
	__u64 *n = bpf_map_lookup_elem(&runs, &key);

	if (n)
		__sync_fetch_and_add(n, 1);
	bpf_ringbuf_output(&nobody_reads, record, sizeof(record), 0);
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
