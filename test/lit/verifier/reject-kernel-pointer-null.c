// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// A map may hold none.
// CHECK: error: {{.*}}or null{{.*}}[RKV0022]
#include <rk/rk.bpf.h>
#include "Inputs/kernel-pointer-table.h"

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	__u32 key = 0;
	struct value *v = bpf_map_lookup_elem(&table, &key);
	struct task_struct *t;

	if (!v)
		return 0;
	t = v->task;
	return t->pid == 1;
}

RK_LICENSE("GPL");
