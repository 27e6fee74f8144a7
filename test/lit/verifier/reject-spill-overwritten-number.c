// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// What remains of a saved pointer is a number, and no address.
// CHECK: error: r{{[0-9]}} is a number, used as an address [RKV0023]
#include <rk/rk.bpf.h>

SEC("tc")
int prog(struct __sk_buff *ctx)
{
	__u64 n;

	asm volatile("*(u64 *)(r10 - 8) = %1\n"
		     "*(u16 *)(r10 - 8) = %2\n"
		     "%0 = *(u64 *)(r10 - 8)" : "=r"(n) : "r"(ctx), "r"(7) : "memory");
	return *(volatile char *)n;
}

RK_LICENSE("GPL");
