// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// It reads to memory beside it.
// CHECK: prog (tc): accepted
#include <rk/rk.bpf.h>
#include "Inputs/slice.h"

SEC("tc")
int prog(struct __sk_buff *skb)
{
	struct bpf_dynptr p;
	char to[16];

	bpf_dynptr_from_skb(skb, 0, &p);
	bpf_dynptr_read(to, 16, &p, 0, 0);
	return 0;
}

RK_LICENSE("GPL");
