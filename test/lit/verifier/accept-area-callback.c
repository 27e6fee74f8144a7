// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// The function that bpf_find_vma calls gets an area, which it does not change.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/area.h"

unsigned long start;

static long found(struct task_struct *task, struct vm_area_struct *area, void *ctx)
{
	start = area->vm_start;
	return 0;
}

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	bpf_find_vma(bpf_get_current_task_btf(), 0, found, 0, 0);
	return 0;
}

RK_LICENSE("GPL");
