// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// Atomics need natural alignment.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("timer/10ms")
__attribute__((naked)) int prog(void)
{
	asm volatile("r1 = 0\n"
		"*(u64 *)(r10 - 8) = r1\n"
		"*(u64 *)(r10 - 16) = r1\n"
		"r1 = 1\n"
		"lock *(u64 *)(r10 - 16) += r1\n"
		"r0 = 0\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("MIT");
