// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// An iterator over tasks is destroyed.
// CHECK: error: the program ends while an iterator was not destroyed [RKV0046]
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
	return n & 1;
}

RK_LICENSE("GPL");
