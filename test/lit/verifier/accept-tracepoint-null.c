// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// Here it is.
// CHECK: prog (tp_btf/sched_pi_setprio): accepted
#include <rk/rk.bpf.h>
#include "Inputs/task.h"

SEC("tp_btf/sched_pi_setprio")
int prog(__u64 *ctx)
{
	struct task_struct *p = (struct task_struct *)ctx[1];

	if (!p)
		return 0;
	p = bpf_task_acquire(p);
	if (p)
		bpf_task_release(p);
	return 0;
}

RK_LICENSE("GPL");
