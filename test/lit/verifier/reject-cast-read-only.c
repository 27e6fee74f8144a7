// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// An address that was cast can only be read.
// CHECK: error: write through r{{.*}}[RKV0028]
#include <rk/rk.bpf.h>
#include "Inputs/cast.h"

SEC("raw_tp/sched_switch")
int prog(__u64 *ctx)
{
	struct task_struct *t = bpf_rdonly_cast((void *)ctx[1], __builtin_btf_type_id(*(struct task_struct *)0, 1));

	*(volatile int *)&t->pid = 5;
	return 0;
}

RK_LICENSE("GPL");
