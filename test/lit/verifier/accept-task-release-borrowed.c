// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// What the program acquired is what it gives back.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/task.h"

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	struct task_struct *t = (void *)ctx[1], *u = bpf_task_acquire(t);

	if (u)
		bpf_task_release(u);
	return 0;
}

RK_LICENSE("GPL");
