// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// A raw tracepoint handles no tasks, as in Linux.
// CHECK: error: bpf_task_from_pid has no meaning in 'RAW_TP' programs
#include <rk/rk.bpf.h>
#include "Inputs/task.h"

SEC("raw_tp/sched_switch")
int prog(__u64 *ctx)
{
	struct task_struct *t = bpf_task_from_pid(1);

	if (t)
		bpf_task_release(t);
	return 0;
}

RK_LICENSE("GPL");
