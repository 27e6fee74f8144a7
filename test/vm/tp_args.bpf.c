// SPDX-License-Identifier: MIT
// Narrow arguments of a tracepoint of the kernel proper: by the value of the int as the program
// sees it, which of the two that were sent, or neither.
#include <rk/rk.bpf.h>

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u64);
} seen SEC(".maps");

SEC("raw_tp/suspend_resume")
int narrow(struct bpf_raw_tracepoint_args *ctx)
{
	__s64 value = ctx->args[1];
	__u64 start = ctx->args[2], *n;
	__u32 key = value == -22 && start == 0 ? 0 : value == -23 && start == 1 ? 1 : 2;

	n = bpf_map_lookup_elem(&seen, &key);
	if (n)
		__sync_fetch_and_add(n, 1);
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
