// SPDX-License-Identifier: MIT
// Counts one system call by its mode argument: 0 for 0777, 1 for all others.
#include <rk/rk.bpf.h>

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, __u64);
} calls SEC(".maps");

#ifdef __TARGET_ARCH_x86
enum { MODE = 1 };
SEC("syscall/enter/mkdir")
#else
enum { MODE = 2 };
SEC("syscall/enter/mkdirat")
#endif
int entered(struct syscall_event *evt)
{
	__u32 key = evt->args[MODE] != 0777 || !evt->timestamp || !evt->pid || !evt->tgid;
	__u64 *n = bpf_map_lookup_elem(&calls, &key);

	if (n)
		__sync_fetch_and_add(n, 1);
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
