// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// An address that was cast can be read as its type.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/cast.h"

SEC("raw_tp/sched_switch")
int prog(__u64 *ctx)
{
	struct task_struct *t = bpf_rdonly_cast((void *)ctx[1], __builtin_btf_type_id(*(struct task_struct *)0, 1));

	return t->pid > 5;
	return 0;
}

RK_LICENSE("GPL");
