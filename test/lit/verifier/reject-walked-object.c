// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// Helpers follow what was read from a trusted struct, where nothing is freed meanwhile.
// CHECK: error: argument 1{{.*}}takes a trusted task_struct{{.*}}[RKV0040]
#include <rk/rk.bpf.h>

struct task_struct {
	struct task_struct *parent;
} __attribute__((preserve_access_index));

SEC("fentry.s/__x64_sys_nanosleep")
int prog(__u64 *ctx)
{
	struct task_struct *t = bpf_get_current_task_btf();
	__u64 stack[8];

	return bpf_get_task_stack(t->parent, stack, sizeof(stack), 0) > 0;
}

RK_LICENSE("GPL");
