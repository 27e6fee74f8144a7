// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// Code that no path reaches.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("timer/10ms")
__attribute__((naked)) int prog(void)
{
	asm volatile("r0 = 0\n"
		"if r0 != 0 goto +1\n"
		"exit\n"
		"r0 = 1\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("MIT");
