// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// What was put into a map is no longer the program's.
// CHECK: error: the object in r1 was released before [RKV0047]
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
	struct task_struct *u = bpf_task_from_pid(1);

	if (!u)
		return 0;
	t = bpf_kptr_xchg(&v->task, u);
	if (t)
		bpf_task_release(t);
	bpf_task_release(u);
	return 0;
}

RK_LICENSE("GPL");
