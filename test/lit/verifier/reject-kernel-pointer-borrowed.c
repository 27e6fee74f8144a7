// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// A map takes only what the program holds.
// CHECK: error: argument 2 (r2) is a pointer to kernel type{{.*}}that the program holds, or null [RKV0040]
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
	t = bpf_kptr_xchg(&v->task, bpf_get_current_task_btf());
	if (t)
		bpf_task_release(t);
	return 0;
}

RK_LICENSE("GPL");
