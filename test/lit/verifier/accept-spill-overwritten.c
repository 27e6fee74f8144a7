// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A saved pointer that was partly overwritten is none.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("timer/10ms")
__attribute__((naked)) int prog(void)
{
	asm volatile("*(u64 *)(r10 - 8) = r1\n"
		"r2 = 0\n"
		"*(u8 *)(r10 - 9) = r2\n"
		"r1 = *(u64 *)(r10 - 8)\n"
		"r0 = *(u64 *)(r1 + 0)\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("MIT");
