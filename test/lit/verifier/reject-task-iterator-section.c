// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// Tasks are iterated over where none is freed.
// CHECK: error: iter_task is only for sections of bpf_rcu_read_lock, and this is none [RKV0044]
#include <rk/rk.bpf.h>
#include "Inputs/task-iterator.h"

SEC("fentry.s/__x64_sys_nanosleep")
int prog(void *ctx)
{
	struct bpf_iter_task it;
	int n = 0;

	bpf_iter_task_new(&it, 0, 0);
	while (bpf_iter_task_next(&it))
		n++;
	bpf_iter_task_destroy(&it);
	return n & 1;
}

RK_LICENSE("GPL");
