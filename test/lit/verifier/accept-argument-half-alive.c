// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// At other hooks it can.
// CHECK: prog (lsm/task_alloc): accepted
#include <rk/rk.bpf.h>
#include "Inputs/task.h"

SEC("lsm/task_alloc")
int prog(__u64 *ctx)
{
	struct task_struct *p = bpf_task_acquire((struct task_struct *)ctx[0]);

	if (p)
		bpf_task_release(p);
	return 0;
}

RK_LICENSE("GPL");
