// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A loop without an exit.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("timer/10ms")
__attribute__((naked)) int prog(void)
{
	asm volatile("r6 = 3\n"
		"call 7\n"
		"r6 += -1\n"
		"if r6 != 0 goto -3\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("MIT");
