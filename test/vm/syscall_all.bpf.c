// SPDX-License-Identifier: MIT
// Entries of all system calls, counted per CPU.
#include <rk/rk.bpf.h>

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} calls SEC(".maps");

SEC("syscall/enter")
int every_call(struct syscall_event *evt)
{
	__u32 key = 0;
	__u64 *n = bpf_map_lookup_elem(&calls, &key);

	if (n)
		*n = *n + 1;
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
