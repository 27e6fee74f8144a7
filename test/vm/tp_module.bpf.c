// SPDX-License-Identifier: MIT
// Events of a tracepoint of a module (key 0), and those whose arguments do not fit together (1).
#include <rk/rk.bpf.h>

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u64);
} seen SEC(".maps");

SEC("raw_tp/tracestim_event")
int module_event(struct bpf_raw_tracepoint_args *ctx)
{
	__u32 key = 0, bad = (__s32)ctx->args[1] != -(__s32)ctx->args[0];
	__u64 *n = bpf_map_lookup_elem(&seen, &key);

	if (n)
		__sync_fetch_and_add(n, 1);
	key = 1;
	n = bpf_map_lookup_elem(&seen, &key);
	if (n)
		__sync_fetch_and_add(n, bad);
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
