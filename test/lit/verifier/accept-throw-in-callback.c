// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// A function that a helper calls does not end the program: the helper would never end.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/throw.h"

static int add(__u32 i, __u64 *sum)
{
	*sum += i;
	return *sum > 100;
}

SEC("tc")
int prog(struct __sk_buff *ctx)
{
	__u64 sum = ctx->len;

	bpf_loop(5, add, &sum, 0);
	if (sum > 100)
		bpf_throw(0);
	return 0;
}

RK_LICENSE("GPL");
