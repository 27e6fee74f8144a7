// SPDX-License-Identifier: MIT
// Records, values and a histogram whose fields the workstation knows by name.
#include <rk/rk.bpf.h>

struct sample {
	__u64 sequence;
	__s32 temperature;
	char name[12];
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 64 * 1024);
	__type(value, struct sample);
} samples SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, __s32);
	__type(value, struct sample);
} last SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 16);
	__type(key, __u32);
	__type(value, __u64);
} wake_us_log2 SEC(".maps");

SEC("timer/10ms")
int typed(struct timer_event *evt)
{
	struct sample s = {evt->sequence, -40, "motor"};
	__s32 key = -1;
	__u32 bar = 7;
	__u64 *n = bpf_map_lookup_elem(&wake_us_log2, &bar);

	if (n)
		*n += 1;
	bpf_map_update_elem(&last, &key, &s, BPF_ANY);
	bpf_ringbuf_output(&samples, &s, sizeof(s), 0);
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
