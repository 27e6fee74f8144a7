// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// A task is given back once for each time it was acquired.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/task.h"

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	struct task_struct *t = bpf_task_from_pid(1), *u;

	if (!t)
		return 0;
	u = bpf_task_acquire(t);
	if (u)
		bpf_task_release(u);
	bpf_task_release(t);
	return 0;
}

RK_LICENSE("GPL");
