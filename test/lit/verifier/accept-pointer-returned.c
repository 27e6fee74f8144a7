// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// An address must not leave the program.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("timer/10ms")
__attribute__((naked)) int prog(void)
{
	asm volatile("r0 = r10\n"
		"r1 = r10\n"
		"r0 -= r1\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("MIT");
