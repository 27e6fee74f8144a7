// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A counter of 64 bits that begins anywhere ends where it stays within 32 from the first comparison on.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("raw_tp/sched_switch")
__attribute__((naked)) int prog(void)
{
	asm volatile("r1 = *(u64 *)(r1 + 0)\n"
		"r1 += 8\n"
		"if r1 < 32 goto -2\n"
		"r0 = 0\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("MIT");
