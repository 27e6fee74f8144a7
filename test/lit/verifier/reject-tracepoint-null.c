// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// A tracepoint may be given null: it is tested before a function takes it.
// CHECK: error: argument 1 (r1) is a pointer to kernel type 'struct task_struct' or null; bpf_task_acquire takes a trusted task_struct [RKV0022]
#include <rk/rk.bpf.h>
#include "Inputs/task.h"

SEC("tp_btf/sched_pi_setprio")
int prog(__u64 *ctx)
{
	struct task_struct *p = (struct task_struct *)ctx[1];

	p = bpf_task_acquire(p);
	if (p)
		bpf_task_release(p);
	return 0;
}

RK_LICENSE("GPL");
