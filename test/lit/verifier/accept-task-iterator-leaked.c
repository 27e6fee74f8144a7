// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// An iterator over tasks is destroyed.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/task-iterator.h"

SEC("tp_btf/sched_switch")
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
