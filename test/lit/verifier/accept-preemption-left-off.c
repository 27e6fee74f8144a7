// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// Preemption is switched on again on every path.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/preemption.h"

SEC("kprobe/do_nanosleep")
int prog(void *ctx)
{
	bpf_preempt_disable();
	if (bpf_get_prandom_u32() == 7)
		bpf_preempt_enable();
	else
		bpf_preempt_enable();
	return 0;
}

RK_LICENSE("GPL");
