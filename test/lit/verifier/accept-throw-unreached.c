// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// What follows bpf_throw does not run.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/throw.h"

__u32 sizes[2];

SEC("tc")
int prog(struct __sk_buff *ctx)
{
	__u64 i = ctx->len;

	if (i > 1)
		bpf_throw(0);
	return sizes[i];
}

RK_LICENSE("GPL");
