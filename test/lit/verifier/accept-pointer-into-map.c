// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// An address must not get into a map.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/counts.h"

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	__u32 key = 7;
	__u64 *n = bpf_map_lookup_elem(&counts, &key);

	if (n)
		*n = ctx->actual;
	return 0;
}

RK_LICENSE("MIT");
