// SPDX-License-Identifier: MIT
// Drops every scan with an even reading. Counts what it saw, what it dropped and where a reading
// was not the one after the reading before; keeps the last event and what cached reads say of it.
#include <rk/rk.bpf.h>

enum word { SEEN, DROPPED, JUMPS, LAST, SCALE, RATE, DEVICE, CHANNEL, CACHED, STAMP, WORDS };

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, WORDS);
	__type(key, __u32);
	__type(value, __u64);
} words SEC(".maps");

static __u64 get(__u32 which)
{
	__u64 *p = bpf_map_lookup_elem(&words, &which);

	return p ? *p : 0;
}

static void put(__u32 which, __u64 value)
{
	bpf_map_update_elem(&words, &which, &value, BPF_ANY);
}

SEC("iio/device0/in_accel_x")
int iio_half(struct iio_event *evt)
{
	__u64 seen = get(SEEN), cached = 0;

	if (seen && (__u64)evt->value != get(LAST) + 1)
		put(JUMPS, get(JUMPS) + 1);
	put(SEEN, seen + 1);
	put(LAST, (__u64)evt->value);
	put(SCALE, (__u64)evt->scale);
	put(RATE, evt->rate);
	put(DEVICE, evt->device);
	put(CHANNEL, evt->channel);
	if (!bpf_iio_read(evt->device, evt->channel, &cached) && cached == (__u64)evt->value)
		put(CACHED, get(CACHED) + 1);
	if (bpf_sensor_last_timestamp(evt->device) == evt->timestamp)
		put(STAMP, get(STAMP) + 1);
	if (evt->value & 1)
		return 1;
	put(DROPPED, get(DROPPED) + 1);
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
