// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// It ends in the section where it began.
// CHECK: prog (iter.s/task): accepted
#include <rk/rk.bpf.h>
#include "Inputs/task-iterator.h"

SEC("iter.s/task")
int prog(void *ctx)
{
	struct bpf_iter_task it;

	bpf_rcu_read_lock();
	bpf_iter_task_new(&it, 0, 0);
	bpf_iter_task_next(&it);
	bpf_iter_task_destroy(&it);
	bpf_rcu_read_unlock();
	return 0;
}

RK_LICENSE("GPL");
