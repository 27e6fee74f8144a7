// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// A load of the program is probed.
// CHECK: prog (iter/task): accepted
#include <rk/rk.bpf.h>
#include "Inputs/ring.h"

struct task_struct;

SEC("iter/task")
int prog(__u64 *ctx)
{
	struct task_struct *task = (struct task_struct *)ctx[1];
	__u64 *regs;

	if (!task)
		return 0;
	regs = (__u64 *)bpf_task_pt_regs(task);
	__u64 first = *regs;

	bpf_ringbuf_output(&ring, &first, 8, 0);
	return 0;
}

RK_LICENSE("GPL");
