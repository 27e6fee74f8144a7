// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// Where a program may sleep, identifiers of files in a stack trace are waited for.
// CHECK: error: bpf_get_stack may sleep, which a section of bpf_preempt_disable forbids [RKV0044]
#include <rk/rk.bpf.h>
#include "Inputs/preemption.h"

SEC("uprobe.s//bin/sh:main")
int prog(void *ctx)
{
	char trace[64];
	int n;

	bpf_preempt_disable();
	n = bpf_get_stack(ctx, trace, sizeof(trace), BPF_F_USER_STACK | BPF_F_USER_BUILD_ID);
	bpf_preempt_enable();
	return n;
}

RK_LICENSE("GPL");
