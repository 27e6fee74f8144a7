// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// An address must not get into a map.
// CHECK: error: {{.*}}where others can read it{{.*}}[RKV0032]
#include <rk/rk.bpf.h>
#include "Inputs/counts.h"

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	__u32 key = 7;
	__u64 *n = bpf_map_lookup_elem(&counts, &key);

	if (n)
		*n = (__u64)ctx;
	return 0;
}

RK_LICENSE("MIT");
