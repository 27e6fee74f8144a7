// SPDX-License-Identifier: MIT
// A successor of step_1 whose map has another layout.
#include <rk/rk.bpf.h>

struct wide {
	__u64 runs, more;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct wide);
} runs SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 256 * 1024);
} records SEC(".maps");

SEC("timer/1ms")
int step(struct timer_event *evt)
{
	__u64 record[2] = {evt->sequence, 3};
	__u32 key = 0;
	struct wide *n = bpf_map_lookup_elem(&runs, &key);

	if (n)
		__sync_fetch_and_add(&n->runs, 1);
	bpf_ringbuf_output(&records, record, sizeof(record), 0);
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
