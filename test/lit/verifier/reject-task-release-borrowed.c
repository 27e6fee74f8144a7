// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// A task that the hook lends is not the program's to give back.
// CHECK: error: r1 is a pointer to kernel type {{.*}}that the program does not hold [RKV0047]
#include <rk/rk.bpf.h>
#include "Inputs/task.h"

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	struct task_struct *t = (void *)ctx[1], *u = bpf_task_acquire(t);

	if (u)
		bpf_task_release(t);
	return 0;
}

RK_LICENSE("GPL");
