// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// Hooks that may interrupt who holds a lock take none.
// CHECK: error: 'table' has values with a lock, timer or list, and {{.*}}[RKV0044]
#include <rk/rk.bpf.h>
#include "Inputs/lock.h"

SEC("kprobe/do_nanosleep")
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
