// SPDX-License-Identifier: MIT
// A signed channel of 12 bits, and a cached read of another channel of the same scan. Drops
// nothing.
#include <rk/rk.bpf.h>

enum word { SEEN, VALUE, SCALE, RATE, DEVICE, CHANNEL, VOLTAGE, NO_CHANNEL, NO_DEVICE, WORDS };

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

SEC("iio/name:imu/in_voltage1-voltage2")
int iio_volt(struct iio_event *evt)
{
	__u64 voltage = 0, none;
	__u32 seen = SEEN;
	__s64 *n = bpf_map_lookup_elem(&words, &seen);

	if (n)
		__sync_fetch_and_add(n, 1);
	put(VALUE, evt->value);
	put(SCALE, evt->scale);
	put(RATE, (__s64)evt->rate);
	put(DEVICE, evt->device);
	put(CHANNEL, evt->channel);
	if (!bpf_iio_read(evt->device, 0, &voltage))
		put(VOLTAGE, (__s64)voltage);
	put(NO_CHANNEL, bpf_iio_read(evt->device, 33, &none));
	put(NO_DEVICE, bpf_iio_read(99, 0, &none));
	return 1;
}

RK_LICENSE("Dual MIT/GPL");
