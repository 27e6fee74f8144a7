// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// r10 is not written where the program can get.
// CHECK: error: r10 is read-only [RKV0003]
#include <rk/rk.bpf.h>

__u32 sizes[2];

SEC("socket")
int prog(struct __sk_buff *ctx)
{
	__u64 n = ctx->len & 15;

	asm volatile("if %0 < 8 goto +1\n r10 = 0" : "+r"(n));
	return n;
}

RK_LICENSE("GPL");
