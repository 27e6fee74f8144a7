// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// A weak kernel function that the target has is there: what is done only then is judged.
// CHECK: error: the program ends while a section of bpf_rcu_read_lock was not ended [RKV0046]
#include <rk/rk.bpf.h>
#include "Inputs/rcu.h"

#pragma weak bpf_rcu_read_lock

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	if (!bpf_rcu_read_lock)
		return 0;
	bpf_rcu_read_lock();
	return 1;
}

RK_LICENSE("GPL");
