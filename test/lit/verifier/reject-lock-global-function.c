// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A function that is judged alone is not called while a lock is held.
// CHECK: error: a global function is called while a lock is held [RKV0052]
#include <rk/rk.bpf.h>
#include "Inputs/lock.h"

__attribute__((noinline)) int twice(int x)
{
	return x * 2;
}

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	__u32 key = 0;
	struct value *v = bpf_map_lookup_elem(&table, &key);

	if (!v)
		return 0;
	bpf_spin_lock(&v->lock);
	v->count = twice(v->count);
	bpf_spin_unlock(&v->lock);
	return 0;
}

RK_LICENSE("GPL");
