// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// What a section of RCU keeps is only an address after it.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/task.h"
#include "Inputs/rcu.h"

struct task_struct {
	struct task_struct *group_leader;
} __attribute__((preserve_access_index));

SEC("fentry.s/__x64_sys_nanosleep")
int prog(__u64 *ctx)
{
	struct task_struct *t = bpf_get_current_task_btf(), *u;

	bpf_rcu_read_lock();
	t = t->group_leader;
	u = bpf_task_acquire(t);
	bpf_rcu_read_unlock();
	if (u)
		bpf_task_release(u);
	return 0;
}

RK_LICENSE("GPL");
