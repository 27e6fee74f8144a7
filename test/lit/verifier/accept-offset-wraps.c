// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// An offset that wraps in 32 bits is not small.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("timer/10ms")
__attribute__((naked)) int prog(void)
{
	asm volatile("call 7\n"
		"w0 += 1\n"
		"w0 &= 0xff\n"
		"r1 = r10\n"
		"r1 -= r0\n"
		"r2 = 0\n"
		"*(u64 *)(r1 - 8) = r2\n"
		"r0 = 0\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("MIT");
