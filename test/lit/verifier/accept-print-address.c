// RUN: %clang-bpf -mcpu=v4 -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// What a format names may be an address, the format itself not.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("timer/10ms")
__attribute__((naked)) int prog(void)
{
	asm volatile("*(u64 *)(r10 - 8) = r10\n"
		"*(u64 *)(r10 - 16) = 0\n"
		"r1 = r10\n"
		"r1 += -16\n"
		"r2 = 1\n"
		"r3 = r10\n"
		"r3 += -8\n"
		"r4 = 8\n"
		"call 177\n"
		"r0 = 0\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("GPL");
