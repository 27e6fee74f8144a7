// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A signed counter that begins anywhere may wrap before it is compared, and never again.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("timer/10ms")
__attribute__((naked)) int prog(void)
{
	asm volatile("r1 = *(u64 *)(r1 + 8)\n"
		"w1 += 0x10000000\n"
		"if w1 s< 0x70000000 goto -2\n"
		"r0 = 0\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("MIT");
