// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// A task that the hook lends is not the program's to give back.
// CHECK: error: r1 is a pointer to kernel type {{.*}}that the program does not hold [RKV0047]
#include <rk/rk.bpf.h>

struct task_struct;
struct task_struct *bpf_task_acquire(struct task_struct *p) __ksym;
struct task_struct *bpf_task_from_pid(__s32 pid) __ksym;
void bpf_task_release(struct task_struct *p) __ksym;

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	struct task_struct *t = (void *)ctx[1], *u = bpf_task_acquire(t);

	if (u)
		bpf_task_release(t);
	return 0;
}

RK_LICENSE("GPL");
