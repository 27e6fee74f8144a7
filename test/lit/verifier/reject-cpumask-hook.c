// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// Sets of processors are for programs that meet kernel objects.
// CHECK: error: bpf_cpumask_create has no meaning in {{.*}}[RKV0044]
#include <rk/rk.bpf.h>
#include "Inputs/cpumask.h"

SEC("kprobe/do_nanosleep")
int prog(__u64 *ctx)
{
	struct bpf_cpumask *mask = bpf_cpumask_create();

	if (mask)
		bpf_cpumask_release(mask);
	return 0;
}

RK_LICENSE("GPL");
