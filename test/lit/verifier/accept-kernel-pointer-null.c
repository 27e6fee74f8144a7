// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// A map may hold none.
// CHECK: accepted
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
	if (!t)
		return 0;
	return t->pid == 1;
}

RK_LICENSE("GPL");
