// SPDX-License-Identifier: MIT
// Reads every address of a list from a hard interrupt: what it got, and how many bytes of a failed
// read are not zero. The list is written from user space.
#include <rk/rk.bpf.h>

enum { ADDRESSES = 16 };

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, ADDRESSES);
	__type(key, __u32);
	__type(value, __u64);
} addresses SEC(".maps"), failed SEC(".maps"), dirty SEC(".maps"), good SEC(".maps");

static void count(void *map, __u32 key)
{
	__u64 *n = bpf_map_lookup_elem(map, &key);

	if (n)
		__sync_fetch_and_add(n, 1);
}

SEC("timer/10ms")
int probes(struct timer_event *evt)
{
	for (__u32 i = 0; i < ADDRESSES; i++) {
		__u64 value = 0x5a5a5a5a5a5a5a5a, *a = bpf_map_lookup_elem(&addresses, &i);

		if (!a || !*a)
			continue;
		/* Entry 0 stands for NULL: a list entry of 0 is none. */
		if (bpf_probe_read_kernel(&value, sizeof(value), (void *)(i ? *a : 0))) {
			count(&failed, i);
			if (value)
				count(&dirty, i);
		} else {
			count(&good, i);
		}
	}
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
