// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// Tasks are iterated over where none is freed.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/task-iterator.h"

SEC("fentry.s/__x64_sys_nanosleep")
int prog(void *ctx)
{
	struct bpf_iter_task it;
	int n = 0;

	bpf_rcu_read_lock();
	bpf_iter_task_new(&it, 0, 0);
	while (bpf_iter_task_next(&it))
		n++;
	bpf_iter_task_destroy(&it);
	bpf_rcu_read_unlock();
	return n & 1;
}

RK_LICENSE("GPL");
