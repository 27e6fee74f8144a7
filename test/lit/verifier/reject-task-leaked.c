// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// A task that was acquired is given back on every path.
// CHECK: error: the program ends while a kernel object is still held [RKV0046]
#include <rk/rk.bpf.h>
#include "Inputs/task.h"

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	struct task_struct *t = bpf_task_from_pid(1);

	if (t && ctx[0])
		bpf_task_release(t);
	return 0;
}

RK_LICENSE("GPL");
