// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// What remains of a saved pointer is a number, and no address.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("tc")
int prog(struct __sk_buff *ctx)
{
	__u64 n;

	asm volatile("*(u64 *)(r10 - 8) = %1\n"
		     "*(u16 *)(r10 - 8) = %2\n"
		     "%0 = *(u64 *)(r10 - 8)" : "=r"(n) : "r"(ctx), "r"(7) : "memory");
	return n & 1;
}

RK_LICENSE("GPL");
