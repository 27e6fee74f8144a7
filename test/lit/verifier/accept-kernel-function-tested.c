// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// A program may test for a weak kernel function that the target has.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/rcu.h"

#pragma weak bpf_rcu_read_lock

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	if (!bpf_rcu_read_lock)
		return 0;
	bpf_rcu_read_lock();
	bpf_rcu_read_unlock();
	return 1;
}

RK_LICENSE("GPL");
