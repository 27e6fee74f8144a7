// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// Nothing is called while a lock is held.
// CHECK: error: bpf_ktime_get_ns is called while a lock is held [RKV0052]
#include <rk/rk.bpf.h>
#include "Inputs/lock.h"

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	__u32 key = 0;
	struct value *v = bpf_map_lookup_elem(&table, &key);
	__u64 now;

	if (!v)
		return 0;
	bpf_spin_lock(&v->lock);
	now = bpf_ktime_get_ns();
	v->count = now;
	bpf_spin_unlock(&v->lock);
	return 0;
}

RK_LICENSE("GPL");
