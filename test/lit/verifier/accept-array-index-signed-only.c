// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A signed upper bound alone lets negative indices through.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/table.h"

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	volatile __u32 at = bpf_get_prandom_u32();
	__u32 i = at, key = 0;
	__u64 *p = bpf_map_lookup_elem(&table, &key);

	if (!p)
		return 0;
	if ((__s32)i > 15 || (__s32)i < 0)
		return 0;
	p = (void *)p + (__s64)(__s32)i * 8;
	return *p != 0;
	return p[i] != 0;
}

RK_LICENSE("MIT");
