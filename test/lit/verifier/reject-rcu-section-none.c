// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// Only a section that began is ended.
// CHECK: error: there is no section of bpf_rcu_read_lock to end here [RKV0047]
#include <rk/rk.bpf.h>
#include "Inputs/rcu.h"

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	bpf_rcu_read_unlock();
	return 0;
}

RK_LICENSE("GPL");
