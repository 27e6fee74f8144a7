// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// A set of processors that was made is given back.
// CHECK: error: the program ends while a kernel object is still held [RKV0046]
#include <rk/rk.bpf.h>
#include "Inputs/cpumask.h"

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	struct bpf_cpumask *mask = bpf_cpumask_create();

	if (!mask)
		return 0;
	bpf_cpumask_set_cpu(1, mask);
	return 0;
}

RK_LICENSE("GPL");
