// SPDX-License-Identifier: MIT
// A scale that the driver gives as a fraction of a power of two. Drops every scan.
#include <rk/rk.bpf.h>

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __s64);
} words SEC(".maps");

SEC("iio/name:odd/in_voltage2")
int iio_odd_scale(struct iio_event *evt)
{
	__u32 key = 0;
	__s64 scale = evt->scale;

	bpf_map_update_elem(&words, &key, &scale, BPF_ANY);
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
