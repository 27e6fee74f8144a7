// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A counter of 64 bits that begins anywhere ends where it stays within 32 from the first comparison on.
// CHECK: error: this loop is not proved to end [RKV0060]
#include <rk/rk.bpf.h>

SEC("raw_tp/sched_switch")
__attribute__((naked)) int prog(void)
{
	asm volatile("r1 = *(u64 *)(r1 + 0)\n"
		"r1 += 0x10000000\n"
		"if r1 != 5 goto -2\n"
		"r0 = 0\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("MIT");
