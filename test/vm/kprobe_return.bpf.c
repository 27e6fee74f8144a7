// SPDX-License-Identifier: MIT
// Counts the returns of do_mkdirat by result: 0 success, 1 EEXIST, 2 other, 3 for all of other
// processes. Registers bind it to one kernel.
#include <rk/rk.bpf.h>

#include <bpf/bpf_tracing.h>

#include "whose.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u64);
} results SEC(".maps");

SEC("kretprobe/do_mkdirat")
int returned(struct pt_regs *regs)
{
	int result = (int)PT_REGS_RC(regs);
	__u32 key = !mine() ? 3 : !result ? 0 : result == -17 ? 1 : 2;
	__u64 *n = bpf_map_lookup_elem(&results, &key);

	if (n)
		__sync_fetch_and_add(n, 1);
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
