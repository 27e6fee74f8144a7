// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// What comes out of a map is the program's, and given back.
// CHECK: error: the program ends while a kernel object is still held [RKV0046]
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
	t = bpf_task_from_pid(1);
	if (!t)
		return 0;
	t = bpf_kptr_xchg(&v->task, t);
	return 0;
}

RK_LICENSE("GPL");
