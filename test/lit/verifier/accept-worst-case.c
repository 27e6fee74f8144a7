// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// The hook limits the worst case.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("pwm/chip0/channel0")
__attribute__((naked)) int prog(void)
{
	asm volatile("r0 = 0\n"
		"r1 = 0\n"
		"r1 += 1\n"
		"if r1 < 40000 goto -2\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("MIT");
