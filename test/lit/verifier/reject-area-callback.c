// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// The function that bpf_find_vma calls gets an area, which it does not change.
// CHECK: error: write through r{{.*}}[RKV0028]
#include <rk/rk.bpf.h>
#include "Inputs/area.h"

unsigned long start;

static long found(struct task_struct *task, struct vm_area_struct *area, void *ctx)
{
	area->vm_start = start;
	return 0;
}

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	bpf_find_vma(bpf_get_current_task_btf(), 0, found, 0, 0);
	return 0;
}

RK_LICENSE("GPL");
