// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A 32-bit counter may end below zero, as a signed number, where it is compared for equality.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("timer/10ms")
__attribute__((naked)) int prog(void)
{
	asm volatile("r1 = *(u64 *)(r1 + 8)\n"
		"w1 &= 7\n"
		"w1 += -1\n"
		"if w1 != -1 goto -2\n"
		"r0 = 0\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("MIT");
