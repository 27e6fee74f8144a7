// SPDX-License-Identifier: MIT
// A system call by number.
#include <rk/rk.bpf.h>

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} calls SEC(".maps");

#ifdef __TARGET_ARCH_x86
SEC("syscall/exit/83")
#else
SEC("syscall/exit/34")
#endif
int numbered(struct syscall_event *evt)
{
	__u32 key = 0;
	__u64 *n = bpf_map_lookup_elem(&calls, &key);

	if (n)
		__sync_fetch_and_add(n, 1);
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
