// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// Outside of a section of bpf_rcu_read_lock a sleepable program may sleep.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/rcu.h"

SEC("uprobe.s")
int prog(__u64 *ctx)
{
	char b[8] = {};

	bpf_rcu_read_lock();
	bpf_rcu_read_unlock();
	bpf_copy_from_user(b, sizeof(b), (void *)ctx[0]);
	return 0;
}

RK_LICENSE("GPL");
