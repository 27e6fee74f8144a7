// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// A slice may be the buffer: it must not outlive the frame where that lies.
// CHECK: error: the function returns a pointer to its own stack, which ends here [RKV0032]
#include <rk/rk.bpf.h>
#include "Inputs/slice.h"

static __attribute__((noinline)) char *lend(struct __sk_buff *skb)
{
	struct bpf_dynptr p;
	char buf[16];

	bpf_dynptr_from_skb(skb, 0, &p);
	return bpf_dynptr_slice(&p, 0, buf, 16);
}

SEC("tc")
int prog(struct __sk_buff *skb)
{
	char *x = lend(skb);

	return x ? x[3] & 1 : 0;
}

RK_LICENSE("GPL");
