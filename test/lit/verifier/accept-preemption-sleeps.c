// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// Nothing sleeps while preemption is off.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/preemption.h"

SEC("fentry.s/__x64_sys_nanosleep")
int prog(void *ctx)
{
	__u64 x;

	bpf_copy_from_user(&x, 8, 0);
	bpf_preempt_disable();
	bpf_preempt_enable();
	return 0;
}

RK_LICENSE("GPL");
