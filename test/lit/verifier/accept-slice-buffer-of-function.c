// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// The program's own frame lasts.
// CHECK: prog (tc): accepted
#include <rk/rk.bpf.h>
#include "Inputs/slice.h"

static __attribute__((noinline)) char *lend(struct __sk_buff *skb, char *buf)
{
	struct bpf_dynptr p;

	bpf_dynptr_from_skb(skb, 0, &p);
	return bpf_dynptr_slice(&p, 0, buf, 16);
}

SEC("tc")
int prog(struct __sk_buff *skb)
{
	char buf[16], *x = lend(skb, buf);

	return x ? x[3] & 1 : 0;
}

RK_LICENSE("GPL");
