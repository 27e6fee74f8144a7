// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// Where a program may sleep, identifiers of files in a stack trace are waited for.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/preemption.h"

SEC("uprobe.s//bin/sh:main")
int prog(void *ctx)
{
	char trace[64];
	int n;

	bpf_preempt_disable();
	n = bpf_get_stack(ctx, trace, sizeof(trace), BPF_F_USER_STACK);
	bpf_preempt_enable();
	return n;
}

RK_LICENSE("GPL");
