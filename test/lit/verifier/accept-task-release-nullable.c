// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// What may be null is tested before it is given back.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/task.h"

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	struct task_struct *t = bpf_task_from_pid(1);

	if (t)
		bpf_task_release(t);
	return 0;
}

RK_LICENSE("GPL");
