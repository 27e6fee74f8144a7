// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// Of the tasks that a task names, those are vouched for that Linux says last.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/task.h"

struct task_struct {
	struct task_struct *real_parent, *parent;
} __attribute__((preserve_access_index));

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	struct task_struct *t = (void *)ctx[1], *u = bpf_task_acquire(t->real_parent);

	if (u)
		bpf_task_release(u);
	return 0;
}

RK_LICENSE("GPL");
