// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// Where the packet ends before, the function that loads returns 0.
// CHECK: accepted
#include "Inputs/packet-load.h"

static __attribute__((noinline)) __u64 protocol(struct __sk_buff *ctx)
{
	return load_byte(ctx, 23) | 1;
}

SEC("tc")
int prog(struct __sk_buff *ctx)
{
	__u64 p = protocol(ctx);

	asm volatile("" : "+r"(p));
	return p ? classes[p - 1] : 0;
}

RK_LICENSE("GPL");
