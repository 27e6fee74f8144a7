// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// r0 is needed at exit.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("timer/10ms")
__attribute__((naked)) int prog(void)
{
	asm volatile("r0 = 0\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("MIT");
