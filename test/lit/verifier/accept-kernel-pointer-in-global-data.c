// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// Kernel pointers in global data are no data either.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/task.h"

struct task_struct {
	int pid;
} __attribute__((preserve_access_index));

struct task_struct __attribute__((btf_type_tag("kptr"))) *kept SEC(".data.kept");

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	struct task_struct *t = bpf_kptr_xchg(&kept, 0);

	if (t)
		bpf_task_release(t);
	return 0;
}

RK_LICENSE("GPL");
