// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// A helper writes to no dynptr, which may be the one that it reads from.
// CHECK: error: this may write to an object of the kernel's (dynptr) on the stack [RKV0033]
#include <rk/rk.bpf.h>
#include "Inputs/slice.h"

SEC("tc")
int prog(struct __sk_buff *skb)
{
	struct bpf_dynptr p;

	bpf_dynptr_from_skb(skb, 0, &p);
	bpf_dynptr_read(&p, 16, &p, 0, 0);
	return 0;
}

RK_LICENSE("GPL");
