// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A timer takes at most a tenth of its period.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("timer/100us")
__attribute__((naked)) int prog(void)
{
	asm volatile("r0 = 0\n"
		"r1 = 0\n"
		"r1 += 1\n"
		"if r1 < 1000 goto -2\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("MIT");
