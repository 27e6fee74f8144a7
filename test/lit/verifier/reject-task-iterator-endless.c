// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// A loop over an iterator ends because its elements do.
// CHECK: error: this loop is not proved to end [RKV0060]
#include <rk/rk.bpf.h>
#include "Inputs/task-iterator.h"

SEC("tp_btf/sched_switch")
int prog(void *ctx)
{
	struct bpf_iter_task it;

	bpf_iter_task_new(&it, 0, 0);
	for (;;)
		if (bpf_iter_task_next(&it) && bpf_get_prandom_u32() == 7)
			break;
	bpf_iter_task_destroy(&it);
	return 0;
}

RK_LICENSE("GPL");
