// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// Calls clobber r1 to r5.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("timer/10ms")
__attribute__((naked)) int prog(void)
{
	asm volatile("r6 = 1\n"
		"call 5\n"
		"r0 = r6\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("MIT");
