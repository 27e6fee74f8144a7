// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// A task that was given back is no longer held.
// CHECK: error: the object in r1 was released before [RKV0047]
#include <rk/rk.bpf.h>
#include "Inputs/task.h"

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	struct task_struct *t = bpf_task_from_pid(1);

	if (t) {
			bpf_task_release(t);
			bpf_task_release(t);
		}
	return 0;
}

RK_LICENSE("GPL");
