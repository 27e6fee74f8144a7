// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// A section of bpf_rcu_read_lock ends on every path.
// CHECK: error: the program ends while a section of bpf_rcu_read_lock was not ended [RKV0046]
#include <rk/rk.bpf.h>
#include "Inputs/rcu.h"

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	bpf_rcu_read_lock();
	if (ctx[0])
		bpf_rcu_read_unlock();
	return 0;
}

RK_LICENSE("GPL");
