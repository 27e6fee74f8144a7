// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// One lock is held at a time.
// CHECK: error: a second lock while one is held [RKV0052]
#include <rk/rk.bpf.h>
#include "Inputs/lock.h"

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	__u32 key = 0;
	struct value *v = bpf_map_lookup_elem(&table, &key);
	struct value *w = bpf_map_lookup_elem(&table, &key);

	if (!v || !w)
		return 0;
	bpf_spin_lock(&v->lock);
	bpf_spin_lock(&w->lock);
	w->count++;
	bpf_spin_unlock(&w->lock);
	bpf_spin_unlock(&v->lock);
	return 0;
}

RK_LICENSE("GPL");
