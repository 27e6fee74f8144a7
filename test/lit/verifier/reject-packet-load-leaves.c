// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// Where the packet ends before, the function that loads returns 0.
// CHECK: error: read of 1 bytes at offset -1 may leave its object{{.*}}[RKV0020]
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
	return classes[p - 1];
}

RK_LICENSE("GPL");
