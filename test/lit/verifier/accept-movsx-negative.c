// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// Sign extension makes small numbers negative.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("timer/10ms")
__attribute__((naked)) int prog(void)
{
	asm volatile("call 7\n"
		"r0 &= 255\n"
		"r0 <<= 56\n"
		"r0 s>>= 56\n"
		"r1 = r10\n"
		"r1 += -256\n"
		"r1 += r0\n"
		"r2 = 0\n"
		"*(u8 *)(r1 + 0) = r2\n"
		"r0 = 0\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("MIT");
