// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// What a helper finds from an object is not vouched for as memory that helpers may read.
// CHECK: error: r2 is a pointer to kernel type 'struct pt_regs'; the helper takes the program's own memory [RKV0040]
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
	bpf_ringbuf_output(&ring, regs, 8, 0);
	return 0;
}

RK_LICENSE("GPL");
