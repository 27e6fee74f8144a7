// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// An element at a proved index is there, but not for a processor that is not.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/per-processor.h"

SEC("raw_tp/sched_switch")
int prog(void *ctx)
{
	__u32 key = 1;
	__u64 *n = bpf_map_lookup_percpu_elem(&per_processor, &key, bpf_get_prandom_u32());

	if (!n)
		return 0;
	*n += 1;
	return 0;
}

RK_LICENSE("GPL");
