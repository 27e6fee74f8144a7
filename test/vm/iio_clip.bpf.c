// SPDX-License-Identifier: MIT
// examples/imu_clip.bpf.c with limits that the simulated sensor reaches: a hundred readings are
// dropped and recorded whole.
#include <rk/rk.bpf.h>

const volatile long long low = 100;
const volatile long long high = 199;

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 64 * 1024);
} events SEC(".maps");

enum counter { TOTAL, DROPPED, COUNTERS };

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, COUNTERS);
	__type(key, __u32);
	__type(value, __u64);
} counters SEC(".maps");

static void count(__u32 which)
{
	__u64 *n = bpf_map_lookup_elem(&counters, &which);

	if (n)
		__sync_fetch_and_add(n, 1);
}

SEC("iio/name:imu/in_accel_x")
int iio_clip(struct iio_event *evt)
{
	count(TOTAL);
	if (evt->value < low || evt->value > high)
		return 1;
	count(DROPPED);
	bpf_ringbuf_output(&events, evt, sizeof(*evt), 0);
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
