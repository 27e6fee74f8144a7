// SPDX-License-Identifier: MIT
// 1 kHz: counts its runs, records each in a ring buffer, and prints every 256th.
#include <rk/rk.bpf.h>

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, __u64);
} runs SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 64 * 1024);
} records SEC(".maps");

SEC("timer/1ms")
int tick(struct timer_event *evt)
{
	__u64 sequence = evt->sequence;
	__u32 key = 0;
	__u64 *n = bpf_map_lookup_elem(&runs, &key);

	if (n)
		__sync_fetch_and_add(n, 1);
	bpf_ringbuf_output(&records, &sequence, sizeof(sequence), 0);
	if (sequence % 256 == 255)
		bpf_printk("tick %d", (int)sequence);
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
