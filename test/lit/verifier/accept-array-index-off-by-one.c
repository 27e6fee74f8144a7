// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A bound of the size itself is one too many.
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
	if (i > 15)
		return 0;
	return p[i] != 0;
}

RK_LICENSE("MIT");
