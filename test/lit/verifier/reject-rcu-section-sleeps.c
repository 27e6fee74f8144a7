// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// Within a section of bpf_rcu_read_lock nothing sleeps.
// CHECK: error: bpf_copy_from_user may sleep, which a section of bpf_rcu_read_lock forbids
#include <rk/rk.bpf.h>
#include "Inputs/rcu.h"

SEC("uprobe.s")
int prog(__u64 *ctx)
{
	char b[8] = {};

	bpf_rcu_read_lock();
	bpf_copy_from_user(b, sizeof(b), (void *)ctx[0]);
	bpf_rcu_read_unlock();
	return 0;
}

RK_LICENSE("GPL");
