/* SPDX-License-Identifier: MIT */
/* Where sync is called: as many readings of the clock as AMOUNT says, which the limit is meant for.
 */
#include <rk/rk.bpf.h>

enum { MOST = 100000 };

RK_WORST_CASE(8000000);
RK_RUN_LIMIT(2000000);

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} work SEC(".maps");

static int run(void)
{
	__u32 key = 0;
	__u64 *n = bpf_map_lookup_elem(&work, &key), most;

	if (!n)
		return 0;
	most = AMOUNT(*n);
	for (__u32 i = 0; i < MOST && i < most; i++)
		bpf_ktime_get_ns();
	return 0;
}

SEC("syscall/enter/sync")
int NAME(struct syscall_event *evt)
{
	return run();
}

RK_LICENSE("Dual MIT/GPL");
