// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// A function that a helper calls does not end the program: the helper would never end.
// CHECK: error: bpf_throw in a function that a helper calls [RKV0044]
#include <rk/rk.bpf.h>
#include "Inputs/throw.h"

static int add(__u32 i, __u64 *sum)
{
	*sum += i;
	if (*sum > 100)
		bpf_throw(0);
	return 0;
}

SEC("tc")
int prog(struct __sk_buff *ctx)
{
	__u64 sum = ctx->len;

	bpf_loop(5, add, &sum, 0);
	return 0;
}

RK_LICENSE("GPL");
