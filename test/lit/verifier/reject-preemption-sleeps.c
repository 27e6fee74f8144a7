// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// Nothing sleeps while preemption is off.
// CHECK: error: bpf_copy_from_user may sleep, which a section of bpf_preempt_disable forbids [RKV0044]
#include <rk/rk.bpf.h>
#include "Inputs/preemption.h"

SEC("fentry.s/__x64_sys_nanosleep")
int prog(void *ctx)
{
	__u64 x;

	bpf_preempt_disable();
	bpf_copy_from_user(&x, 8, 0);
	bpf_preempt_enable();
	return 0;
}

RK_LICENSE("GPL");
