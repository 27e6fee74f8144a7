// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// A section of bpf_rcu_read_lock ends on every path.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/rcu.h"

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	bpf_rcu_read_lock();
	if (ctx[0])
		bpf_rcu_read_unlock();
	else
		bpf_rcu_read_unlock();
	return 0;
}

RK_LICENSE("GPL");
