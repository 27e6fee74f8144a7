// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A write that may hit a saved pointer.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("timer/10ms")
__attribute__((naked)) int prog(void)
{
	asm volatile("*(u64 *)(r10 - 8) = r1\n"
		"call 7\n"
		"r0 &= 1\n"
		"r0 <<= 3\n"
		"r2 = r10\n"
		"r2 += -24\n"
		"r2 += r0\n"
		"r1 = 0\n"
		"*(u64 *)(r2 + 0) = r1\n"
		"r0 = 0\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("MIT");
