// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// A loop over an iterator ends because its elements do.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/task-iterator.h"

SEC("tp_btf/sched_switch")
int prog(void *ctx)
{
	struct bpf_iter_task it;

	bpf_iter_task_new(&it, 0, 0);
	while (bpf_iter_task_next(&it))
		;
	bpf_iter_task_destroy(&it);
	return 0;
}

RK_LICENSE("GPL");
