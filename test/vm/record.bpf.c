// SPDX-License-Identifier: MIT
// A record of the kernel proper, fields by the target's BTF: which of the two that were sent, or
// neither; and the events of each CPU.
#include <rk/rk.bpf.h>

struct trace_event_raw_suspend_resume {
	int val;
	_Bool start;
} __attribute__((preserve_access_index));

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u64);
} seen SEC(".maps"), by_cpu SEC(".maps");

SEC("tracepoint/power/suspend_resume")
int record(struct trace_event_raw_suspend_resume *ctx)
{
	__u32 key = ctx->val == -22 && !ctx->start ? 0 : ctx->val == -23 && ctx->start ? 1 : 2;
	__u32 cpu = bpf_get_smp_processor_id() & 3;
	__u64 *n = bpf_map_lookup_elem(&seen, &key);

	if (n)
		__sync_fetch_and_add(n, 1);
	n = bpf_map_lookup_elem(&by_cpu, &cpu);
	if (n)
		__sync_fetch_and_add(n, 1);
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
