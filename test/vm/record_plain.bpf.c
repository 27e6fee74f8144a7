// SPDX-License-Identifier: MIT
// The same record as record.bpf.c's, fields by the event's format file: which of the two that were
// sent, or neither.
#include <rk/rk.bpf.h>

struct suspend_resume {
	__u64 common;
	const char *action;
	int val;
	__u8 start;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u64);
} seen SEC(".maps");

SEC("tracepoint/power/suspend_resume")
int record_plain(struct suspend_resume *ctx)
{
	__u32 key = ctx->val == -22 && !ctx->start ? 0 : ctx->val == -23 && ctx->start ? 1 : 2;
	__u64 *n = bpf_map_lookup_elem(&seen, &key);

	if (n)
		__sync_fetch_and_add(n, 1);
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
