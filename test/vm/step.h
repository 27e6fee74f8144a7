/* SPDX-License-Identifier: MIT */
/*
 * A periodic program that counts its runs and records each event's number beside the VERSION that
 * saw it; HOOK is its section. The versions share their maps.
 */
#include <rk/rk.bpf.h>

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} runs SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 256 * 1024);
} records SEC(".maps");

SEC(HOOK)
int step(struct timer_event *evt)
{
	__u64 record[2] = {evt->sequence, VERSION};
	__u32 key = 0;
	__u64 *n = bpf_map_lookup_elem(&runs, &key);

	if (n)
		__sync_fetch_and_add(n, 1);
	bpf_ringbuf_output(&records, record, sizeof(record), 0);
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
