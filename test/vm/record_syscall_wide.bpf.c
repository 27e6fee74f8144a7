// SPDX-License-Identifier: MIT
// Reads further than the record of exit_group reaches, and has a map that record_syscall.bpf.c has
// with another size: it cannot take that program's place and keep its maps.
#include <rk/rk.bpf.h>

struct syscall_trace_enter {
	int nr;
	unsigned long args[];
} __attribute__((preserve_access_index));

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 3);
	__type(key, __u32);
	__type(value, __u64);
} calls SEC(".maps");

SEC("tracepoint/syscalls/sys_enter_exit_group")
int record_syscall(struct syscall_trace_enter *ctx)
{
	__u32 key = ctx->args[5] != 42;
	__u64 *n = bpf_map_lookup_elem(&calls, &key);

	if (n)
		__sync_fetch_and_add(n, 1);
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
