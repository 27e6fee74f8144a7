// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// A tracepoint's arguments are vouched for.
// CHECK: prog (tp_btf/sched_process_exit): accepted
#include <rk/rk.bpf.h>
#include "Inputs/task.h"

SEC("tp_btf/sched_process_exit")
int prog(__u64 *ctx)
{
	struct task_struct *p = bpf_task_acquire((struct task_struct *)ctx[0]);

	if (p)
		bpf_task_release(p);
	return 0;
}

RK_LICENSE("GPL");
