// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// Sets of processors are for programs that meet kernel objects.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/cpumask.h"

SEC("fentry/do_nanosleep")
int prog(__u64 *ctx)
{
	struct bpf_cpumask *mask = bpf_cpumask_create();

	if (mask)
		bpf_cpumask_release(mask);
	return 0;
}

RK_LICENSE("GPL");
