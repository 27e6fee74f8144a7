// SPDX-License-Identifier: MIT
// Sees the exit of every system call and counts one by result: 0 success, 1 EEXIST, 2 other.
#include <rk/rk.bpf.h>

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u64);
} results SEC(".maps");

#ifdef __TARGET_ARCH_x86
enum { MKDIR = 83 };
#else
enum { MKDIR = 34 };
#endif

SEC("syscall/exit")
int left(struct syscall_event *evt)
{
	__u32 key = evt->nr != MKDIR ? 3 : !evt->ret ? 0 : evt->ret == -17 ? 1 : 2;
	__u64 *n = bpf_map_lookup_elem(&results, &key);

	if (n)
		__sync_fetch_and_add(n, 1);
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
