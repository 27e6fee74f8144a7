// SPDX-License-Identifier: MIT
// Counts the entries of do_mkdirat by its mode: 0 for 0777, 1 for all others, 2 for those of other
// processes. Registers bind it to one kernel.
#include <rk/rk.bpf.h>

#include <bpf/bpf_tracing.h>

#include "whose.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 3);
	__type(key, __u32);
	__type(value, __u64);
} calls SEC(".maps");

SEC("kprobe/do_mkdirat")
int entered(struct pt_regs *regs)
{
	__u32 key = !mine() ? 2 : (__u16)PT_REGS_PARM3(regs) != 0777;
	__u64 *n = bpf_map_lookup_elem(&calls, &key);

	if (n)
		__sync_fetch_and_add(n, 1);
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
