// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// What only the section of RCU keeps is not enough for an iterator over a task's threads.
// CHECK: error: argument 2 (r2) is a pointer to kernel type 'struct task_struct'; bpf_iter_task_new takes a trusted task_struct, or null [RKV0040]
#include <rk/rk.bpf.h>
#include "Inputs/task-iterator.h"

struct task_struct {
	struct task_struct *group_leader;
} __attribute__((preserve_access_index));

struct bpf_iter__task {
	__u64 meta;
	struct task_struct *task;
};

SEC("iter/task")
int prog(struct bpf_iter__task *ctx)
{
	struct bpf_iter_task it;

	if (!ctx->task)
		return 0;
	bpf_iter_task_new(&it, ctx->task->group_leader, 0);
	bpf_iter_task_next(&it);
	bpf_iter_task_destroy(&it);
	return 0;
}

RK_LICENSE("GPL");
