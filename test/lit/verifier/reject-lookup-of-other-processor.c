// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// An element at a proved index is there, but not for a processor that is not.
// CHECK: error: {{.*}}is used without a test{{.*}}[RKV0022]
#include <rk/rk.bpf.h>
#include "Inputs/per-processor.h"

SEC("raw_tp/sched_switch")
int prog(void *ctx)
{
	__u32 key = 1;
	__u64 *n = bpf_map_lookup_percpu_elem(&per_processor, &key, bpf_get_prandom_u32());

	*n += 1;
	return 0;
}

RK_LICENSE("GPL");
