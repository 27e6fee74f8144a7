// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A test of one look-up tells nothing of another.
// CHECK: error: {{.*}}is used without a test{{.*}}[RKV0022]
#include <rk/rk.bpf.h>
#include "Inputs/counts.h"

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	__u32 key = 7, other = 8;
	__u64 *n = bpf_map_lookup_elem(&counts, &key);
	__u64 *m = bpf_map_lookup_elem(&counts, &other);

	if (n)
		*m += 1;
	return 0;
}

RK_LICENSE("MIT");
