// SPDX-License-Identifier: MIT
// A timer that reads a sensor's newest sample: how often there was one, none, and one that was
// newer than the read before or stamped in the future.
#include <rk/rk.bpf.h>

enum word { GOT, NONE, NEWER, FUTURE, LAST, WORDS };

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, WORDS);
	__type(key, __u32);
	__type(value, __u64);
} words SEC(".maps");

static void add(__u32 which)
{
	__u64 *n = bpf_map_lookup_elem(&words, &which);

	if (n)
		__sync_fetch_and_add(n, 1);
}

SEC("timer/20ms")
int iio_timer(struct timer_event *evt)
{
	__u64 at = bpf_sensor_last_timestamp(0), value, *last;
	__u32 key = LAST;

	add(bpf_iio_read(0, 3, &value) ? NONE : GOT);
	if (at > bpf_ktime_get_ns())
		add(FUTURE);
	last = bpf_map_lookup_elem(&words, &key);
	if (last && at > *last) {
		*last = at;
		add(NEWER);
	}
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
