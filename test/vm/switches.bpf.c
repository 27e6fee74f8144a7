// SPDX-License-Identifier: MIT
// Counts context switches by CPU: a tracepoint that holds the run queue's lock.
#include <rk/rk.bpf.h>

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 64);
	__type(key, __u32);
	__type(value, __u64);
} by_cpu SEC(".maps");

SEC("raw_tp/sched_switch")
int switches(struct bpf_raw_tracepoint_args *ctx)
{
	__u32 cpu = bpf_get_smp_processor_id();
	__u64 one = 1, *n = bpf_map_lookup_elem(&by_cpu, &cpu);

	if (n)
		__sync_fetch_and_add(n, 1);
	else
		bpf_map_update_elem(&by_cpu, &cpu, &one, BPF_NOEXIST);
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
