// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// Only a set that a program made may be changed.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/cpumask.h"

struct cpumask;
struct task_struct {
	struct cpumask *cpus_ptr;
} __attribute__((preserve_access_index));
_Bool bpf_cpumask_test_cpu(__u32 cpu, const struct cpumask *mask) __ksym;

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	struct task_struct *t = (void *)ctx[1];

	bpf_cpumask_test_cpu(1, t->cpus_ptr);
	return 0;
}

RK_LICENSE("GPL");
