// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A look-up can fail: its result needs a test.
// CHECK: error: {{.*}}a pointer into 'counts' or null{{.*}}[RKV0022]
#include <rk/rk.bpf.h>
#include "Inputs/counts.h"

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	__u32 key = 7;
	__u64 *n = bpf_map_lookup_elem(&counts, &key);

	*n += 1;
	return 0;
}

RK_LICENSE("MIT");
