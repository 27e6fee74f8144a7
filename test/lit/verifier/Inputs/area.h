// SPDX-License-Identifier: MIT
// An area of a task's memory, and an iterator over them.

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
