// RUN: %clang-bpf -mcpu=v4 -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// The size beside a null pointer is an argument like any other.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("timer/10ms")
__attribute__((naked)) int prog(void)
{
	asm volatile("r1 = r10\n"
		"r1 += -8\n"
		"r2 = 0\n"
		"*(u64 *)(r10 - 8) = r2\n"
		"r2 = 8\n"
		"r3 = 0\n"
		"r4 = 0\n"
		"call 177\n"
		"r0 = 0\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("MIT");
