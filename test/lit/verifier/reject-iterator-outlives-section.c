// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// An iterator over tasks does not go on in another section: its task may have been freed between.
// CHECK: error: a section of bpf_rcu_read_lock ends before the iter_task in it [RKV0044]
#include <rk/rk.bpf.h>
#include "Inputs/task-iterator.h"

SEC("iter.s/task")
int prog(void *ctx)
{
	struct bpf_iter_task it;

	bpf_rcu_read_lock();
	bpf_iter_task_new(&it, 0, 0);
	bpf_rcu_read_unlock();
	bpf_rcu_read_lock();
	bpf_iter_task_next(&it);
	bpf_iter_task_destroy(&it);
	bpf_rcu_read_unlock();
	return 0;
}

RK_LICENSE("GPL");
