// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A saved pointer that was partly overwritten is none.
// CHECK: error: {{.*}}partly overwritten{{.*}}[RKV0033]
#include <rk/rk.bpf.h>

SEC("timer/10ms")
__attribute__((naked)) int prog(void)
{
	asm volatile("*(u64 *)(r10 - 8) = r1\n"
		"r2 = 0\n"
		"*(u8 *)(r10 - 5) = r2\n"
		"r1 = *(u64 *)(r10 - 8)\n"
		"r0 = *(u64 *)(r1 + 0)\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("MIT");
