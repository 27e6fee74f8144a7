// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// Hooks that may interrupt who holds a lock take none.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/lock.h"

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	__u32 key = 0;
	struct value *v = bpf_map_lookup_elem(&table, &key);

	if (!v)
		return 0;
	bpf_spin_lock(&v->lock);
	v->count++;
	bpf_spin_unlock(&v->lock);
	return 0;
}

RK_LICENSE("GPL");
