// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// A task that was given back may be gone: it is not acquired again.
// CHECK: error: {{.*}}argument 1{{.*}}[RKV0040]
#include <rk/rk.bpf.h>
#include "Inputs/task.h"

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	struct task_struct *t = bpf_task_from_pid(1), *u;

	if (!t)
		return 0;
	bpf_task_release(t);
	u = bpf_task_acquire(t);
	if (u)
		bpf_task_release(u);
	return 0;
}

RK_LICENSE("GPL");
