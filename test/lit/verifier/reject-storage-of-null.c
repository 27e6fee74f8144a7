// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// Storage of nothing is nothing; other helpers are given an object.
// CHECK: error: argument 1{{.*}}or null; bpf_get_task_stack takes a trusted task_struct [RKV0022]
#include <rk/rk.bpf.h>
#include "Inputs/task.h"
#include "Inputs/storage.h"

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	struct task_struct *t = bpf_task_from_pid(1);
	__u64 stack[8] = {};

	bpf_get_task_stack(t, stack, sizeof(stack), 0);
	if (t)
		bpf_task_release(t);
	return 0;
}

RK_LICENSE("GPL");
