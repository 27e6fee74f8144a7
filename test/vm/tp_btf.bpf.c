// SPDX-License-Identifier: MIT
// The same events as in tp_args.bpf.c, with typed arguments.
#include <rk/rk.bpf.h>

#include <bpf/bpf_tracing.h>

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u64);
} seen SEC(".maps");

SEC("tp_btf/suspend_resume")
int BPF_PROG(typed, const char *action, int value, _Bool start)
{
	__u32 key = value == -22 && !start ? 0 : value == -23 && start ? 1 : 2;
	__u64 *n = bpf_map_lookup_elem(&seen, &key);

	if (n)
		__sync_fetch_and_add(n, 1);
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
