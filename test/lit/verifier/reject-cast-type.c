// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// The type of a cast is a constant.
// CHECK: error: argument 2 (r2) is a number; bpf_rdonly_cast takes a constant type
#include <rk/rk.bpf.h>
#include "Inputs/cast.h"

SEC("raw_tp/sched_switch")
int prog(__u64 *ctx)
{
	struct task_struct *t = bpf_rdonly_cast((void *)ctx[1], ctx[0]);

	return t->pid > 5;
	return 0;
}

RK_LICENSE("GPL");
