// SPDX-License-Identifier: MIT
// Measures how late this machine wakes a 1 kHz loop: a histogram by powers of two of microseconds,
// and an event for every wake-up that came a whole period or more too late.
//
//   rkcc build examples/loop_jitter.bpf.c
//   rk run loop_jitter.rkb --live --for 5s
#include <rk/rk.bpf.h>

enum { BUCKETS = 20 };

// [0] counts what was under 1 us late, [n] what was 2^(n-1) to 2^n us late: the meaning that the
// name NAME_us_log2 has, by which `rk run` labels the bars.
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, BUCKETS);
	__type(key, __u32);
	__type(value, __u64);
} lateness_us_log2 SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 16 * 1024);
} overruns SEC(".maps");

static __u32 bucket_of(__u64 us)
{
	__u32 n = 0;

	while (us && n < BUCKETS - 1) {
		us >>= 1;
		n++;
	}
	return n;
}

SEC("timer/1ms")
int loop_jitter(struct timer_event *evt)
{
	__u64 late_ns = evt->actual - evt->scheduled;
	__u32 bucket = bucket_of(late_ns / 1000);
	__u64 *n = bpf_map_lookup_elem(&lateness_us_log2, &bucket);

	if (n)
		__sync_fetch_and_add(n, 1);
	if (late_ns >= evt->period)
		bpf_ringbuf_output(&overruns, evt, sizeof(*evt), 0);
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
