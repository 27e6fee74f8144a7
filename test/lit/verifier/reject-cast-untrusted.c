// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// Nobody vouches for what was cast.
// CHECK: error: argument 1{{.*}}takes a trusted task_struct
#include <rk/rk.bpf.h>
#include "Inputs/cast.h"
#include "Inputs/task.h"

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	struct task_struct *t = bpf_rdonly_cast((void *)ctx[1], __builtin_btf_type_id(*(struct task_struct *)0, 1));

	struct task_struct *u = bpf_task_acquire(t);

	if (u)
		bpf_task_release(u);
	return 0;
}

RK_LICENSE("GPL");
