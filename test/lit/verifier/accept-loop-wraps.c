// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A counter that can wrap is no bound.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("timer/10ms")
__attribute__((naked)) int prog(void)
{
	asm volatile("r0 = 0\n"
		"w1 = 0\n"
		"w1 += 2\n"
		"if w1 != 6 goto -2\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("MIT");
