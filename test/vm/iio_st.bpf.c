// SPDX-License-Identifier: MIT
// A magnetometer's scans beyond a limit are dropped; the last event that was not is kept.
#include <rk/rk.bpf.h>

const volatile long long limit = 1000;

enum word { SEEN, DROPPED, VALUE, SCALE, RATE, Z, WORDS };

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

static void add(__u32 which)
{
	__s64 *n = bpf_map_lookup_elem(&words, &which);

	if (n)
		__sync_fetch_and_add(n, 1);
}

SEC("iio/name:st-magn-i2c/in_magn_x")
int iio_st(struct iio_event *evt)
{
	__u64 z = 0;

	add(SEEN);
	if (evt->value > limit || evt->value < -limit) {
		add(DROPPED);
		return 0;
	}
	put(VALUE, evt->value);
	put(SCALE, evt->scale);
	put(RATE, (__s64)evt->rate);
	if (!bpf_iio_read(evt->device, 2, &z))
		put(Z, (__s64)z);
	return 1;
}

RK_LICENSE("Dual MIT/GPL");
