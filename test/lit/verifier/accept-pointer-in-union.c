// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// This member is one pointer and nothing else.
// CHECK: prog (iter/task_vma): accepted
#include <rk/rk.bpf.h>

struct file;
struct vm_area_struct {
	struct file *vm_file;
} __attribute__((preserve_access_index));

SEC("iter/task_vma")
int prog(__u64 *ctx)
{
	struct vm_area_struct *vma = (struct vm_area_struct *)ctx[2];

	struct file *file = vma ? vma->vm_file : 0;

	return file && bpf_sock_from_file(file) ? 1 : 0;
}

RK_LICENSE("GPL");
