// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// Half an address is a number made of an address.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("timer/10ms")
__attribute__((naked)) int prog(void)
{
	asm volatile("w1 = 3\n"
		"w0 = w1\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("MIT");
