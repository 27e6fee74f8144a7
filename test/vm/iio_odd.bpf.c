// SPDX-License-Identifier: MIT
// What a program sees of channels in many formats: its own by the event, the others by cached
// reads. Words 0 to 6 are the channels, 8 to 11 the event, 12 the reads that failed in the last
// run.
#include <rk/rk.bpf.h>

enum { CHANNELS = 7, VALUE = 8, SCALE, RATE, CHANNEL, FAILED, SEEN, WORDS };

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, WORDS);
	__type(key, __u32);
	__type(value, __s64);
} words SEC(".maps");

static void put(__u32 which, __s64 value)
{
	bpf_map_update_elem(&words, &which, &value, BPF_ANY);
}

SEC("iio/name:odd/in_voltage1")
int iio_odd(struct iio_event *evt)
{
	__u32 seen = SEEN;
	__s64 *n = bpf_map_lookup_elem(&words, &seen), failed = 0;

	for (__u32 i = 0; i < CHANNELS; i++) {
		__u64 value = 0;

		if (bpf_iio_read(evt->device, i, &value))
			failed++;
		put(i, (__s64)value);
	}
	put(VALUE, evt->value);
	put(SCALE, evt->scale);
	put(RATE, (__s64)evt->rate);
	put(CHANNEL, evt->channel);
	put(FAILED, failed);
	if (n)
		__sync_fetch_and_add(n, 1);
	return 1;
}

RK_LICENSE("Dual MIT/GPL");
