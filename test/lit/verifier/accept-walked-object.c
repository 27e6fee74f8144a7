// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// Helpers follow what was read from a trusted struct, where nothing is freed meanwhile.
// CHECK: accepted
#include <rk/rk.bpf.h>

struct task_struct {
	struct task_struct *parent;
} __attribute__((preserve_access_index));

SEC("fentry/do_nanosleep")
int prog(__u64 *ctx)
{
	struct task_struct *t = bpf_get_current_task_btf();
	__u64 stack[8];

	return bpf_get_task_stack(t->parent, stack, sizeof(stack), 0) > 0;
}

RK_LICENSE("GPL");
