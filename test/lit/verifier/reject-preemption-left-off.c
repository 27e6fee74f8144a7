// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// Preemption is switched on again on every path.
// CHECK: error: the program ends while a section of bpf_preempt_disable was not ended [RKV0046]
#include <rk/rk.bpf.h>
#include "Inputs/preemption.h"

SEC("kprobe/do_nanosleep")
int prog(void *ctx)
{
	bpf_preempt_disable();
	if (bpf_get_prandom_u32() == 7)
		bpf_preempt_enable();
	return 0;
}

RK_LICENSE("GPL");
