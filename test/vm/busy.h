/* SPDX-License-Identifier: MIT */
/* 10 ms: as much work as its map asks for, up to what cannot be done in a period here, from the
 * expiry on that the map names. The VERSIONs share the map; the second one takes a hundred times as
 * long. */
#include <rk/rk.bpf.h>

enum { MOST = 100000, WORK = 0, FROM = 1 };

RK_WORST_CASE(8000000);

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, __u64);
} work SEC(".maps");

SEC("timer/10ms")
int busy(struct timer_event *evt)
{
	__u32 key = WORK;
	__u64 *n = bpf_map_lookup_elem(&work, &key), *from, most;

	key = FROM;
	from = bpf_map_lookup_elem(&work, &key);
	if (!n || !from || evt->sequence < *from)
		return 0;
	most = VERSION > 1 ? *n * 100 : *n;
	for (__u32 i = 0; i < MOST && i < most; i++)
		bpf_ktime_get_ns();
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
