// SPDX-License-Identifier: MIT
// A tracing program that keeps its CPU for a long time, with preemption off, and tells how often an
// output fell while it did.
#include <rk/rk.bpf.h>

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries,
		3); /* 0: GPIO chip; 1: runs on CPU 0; 2: the line fell within such a run */
	__type(key, __u32);
	__type(value, __u64);
} seen SEC(".maps");

SEC("raw_tp/sys_enter")
int keep_busy(struct bpf_raw_tracepoint_args *ctx)
{
	__u32 key = 0, chip;
	__u64 *v = bpf_map_lookup_elem(&seen, &key);
	__u64 sum = 0;
	long first;

	if (!v || bpf_get_smp_processor_id() != 0)
		return 0;
	chip = (__u32)*v;
	first = bpf_gpio_get(chip, 0);
	for (int i = 0; i < 5000; i++)
		sum += bpf_gpio_get(chip, 0);
	key = 1;
	v = bpf_map_lookup_elem(&seen, &key);
	if (v)
		__sync_fetch_and_add(v, 1);
	key = 2;
	v = bpf_map_lookup_elem(&seen, &key);
	if (v && first == 1 && bpf_gpio_get(chip, 0) == 0 && sum)
		__sync_fetch_and_add(v, 1);
	return 0;
}

RK_WORST_CASE(1000000);
RK_RUN_LIMIT(4000000000);
RK_LICENSE("Dual MIT/GPL");
