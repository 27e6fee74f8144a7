// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// An element ends with its iterator.
// CHECK: error: r{{[0-9]}} points to something that was given back before [RKV0047]
#include <rk/rk.bpf.h>
#include "Inputs/area.h"

SEC("tp_btf/sched_switch")
int prog(void *ctx)
{
	struct bpf_iter_task_vma it;
	struct vm_area_struct *v;
	int r = 0;

	bpf_iter_task_vma_new(&it, bpf_get_current_task_btf(), 0);
	v = bpf_iter_task_vma_next(&it);
	bpf_iter_task_vma_destroy(&it);
	if (v)
		r = v->vm_start == 0;
	return r;
}

RK_LICENSE("GPL");
