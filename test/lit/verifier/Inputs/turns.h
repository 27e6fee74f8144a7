// SPDX-License-Identifier: MIT
// The function of a timer that hands the timer to `tick`, and a ring buffer.

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} out SEC(".maps");

static int tick(void *map, __u32 *key, struct value *v);

static int tock(void *map, __u32 *key, struct value *v)
{
	bpf_timer_set_callback(&v->timer, tick);
	bpf_timer_start(&v->timer, 1000, 0);
	return 0;
}
