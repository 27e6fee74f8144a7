// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// A set of processors that was made is given back.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/cpumask.h"

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	struct bpf_cpumask *mask = bpf_cpumask_create();

	if (!mask)
		return 0;
	bpf_cpumask_set_cpu(1, mask);
	bpf_cpumask_release(mask);
	return 0;
}

RK_LICENSE("GPL");
