// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// An element ends with its iterator.
// CHECK: accepted
#include <rk/rk.bpf.h>

struct task_struct;
struct vm_area_struct {
	unsigned long vm_start;
} __attribute__((preserve_access_index));
struct bpf_iter_task_vma {
	__u64 opaque[1];
};
int bpf_iter_task_vma_new(struct bpf_iter_task_vma *it, struct task_struct *task, __u64 addr) __ksym;
struct vm_area_struct *bpf_iter_task_vma_next(struct bpf_iter_task_vma *it) __ksym;
void bpf_iter_task_vma_destroy(struct bpf_iter_task_vma *it) __ksym;

SEC("tp_btf/sched_switch")
int prog(void *ctx)
{
	struct bpf_iter_task_vma it;
	struct vm_area_struct *v;
	int r = 0;

	bpf_iter_task_vma_new(&it, bpf_get_current_task_btf(), 0);
	v = bpf_iter_task_vma_next(&it);
	if (v)
		r = v->vm_start == 0;
	bpf_iter_task_vma_destroy(&it);
	return r;
}

RK_LICENSE("GPL");
