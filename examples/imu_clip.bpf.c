// SPDX-License-Identifier: MIT
// Drops IMU samples at which the sensor saturated, before any consumer sees them, and says when
// and how often. An accelerometer that hits its rail reports the rail, not the acceleration: a
// state estimator fed with it diverges.
//
//   rkcc build examples/imu_clip.bpf.c
//   rk run imu_clip.rkb --replay examples/data/imu.csv --as iio_event
#include <rk/rk.bpf.h>

// Raw readings beyond these are taken for saturation. A 16-bit part at its rails reads +-32768.
#ifndef RAIL
#define RAIL 32000
#endif
const volatile long long low = -RAIL;
const volatile long long high = RAIL;

// Every dropped sample, whole, so that a person can look at it.
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

SEC("iio/device0/in_accel_x")
int imu_clip(struct iio_event *evt)
{
	count(TOTAL);
	if (evt->value >= low && evt->value <= high)
		return 1; // forward
	count(DROPPED);
	bpf_ringbuf_output(&events, evt, sizeof(*evt), 0);
	return 0; // drop
}

RK_LICENSE("Dual MIT/GPL");
