// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A test of one look-up tells nothing of another.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/counts.h"

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	__u32 key = 7, other = 8;
	__u64 *n = bpf_map_lookup_elem(&counts, &key);
	__u64 *m = bpf_map_lookup_elem(&counts, &other);

	if (n && m)
		*m += *n;
	return 0;
}

RK_LICENSE("MIT");
