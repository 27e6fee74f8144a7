// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// What may be null is tested before it is given back.
// CHECK: error: {{.*}}or null; bpf_task_release takes{{.*}}[RKV0022]
#include <rk/rk.bpf.h>
#include "Inputs/task.h"

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	struct task_struct *t = bpf_task_from_pid(1);

	bpf_task_release(t);
	return 0;
}

RK_LICENSE("GPL");
