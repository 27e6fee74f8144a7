// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// Division by a zero constant.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("timer/10ms")
__attribute__((naked)) int prog(void)
{
	asm volatile("r0 = 5\n"
		"r0 /= 1\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("MIT");
