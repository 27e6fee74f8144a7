// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// Registers begin uninitialised.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("timer/10ms")
__attribute__((naked)) int prog(void)
{
	asm volatile("r3 = 1\n"
		"r0 = r3\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("MIT");
