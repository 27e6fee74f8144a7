// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// A function may be called while its argument is being freed: nobody vouches for it.
// CHECK: error: argument 1 (r1) is a pointer to kernel type 'struct task_struct'; bpf_task_acquire takes a trusted task_struct [RKV0040]
#include <rk/rk.bpf.h>
#include "Inputs/task.h"

SEC("fentry/wake_up_new_task")
int prog(__u64 *ctx)
{
	struct task_struct *p = bpf_task_acquire((struct task_struct *)ctx[0]);

	if (p)
		bpf_task_release(p);
	return 0;
}

RK_LICENSE("GPL");
