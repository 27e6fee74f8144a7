// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// The path on which the pointer is null is walked too.
// CHECK: error: {{.*}}r6 is null here{{.*}}[RKV0022]
#include <rk/rk.bpf.h>
#include "Inputs/counts.h"

SEC("timer/10ms")
__attribute__((naked)) int prog(void)
{
	asm volatile("r1 = 0\n"
		"*(u32 *)(r10 - 4) = r1\n"
		"r2 = r10\n"
		"r2 += -4\n"
		"r1 = counts ll\n"
		"call 1\n"
		"r6 = r0\n"
		"call 7\n"
		"r7 = 1\n"
		"if r6 != 0 goto +1\n"
		"r7 = r0\n"
		"if r7 == 0 goto +1\n"
		"goto +1\n"
		"r0 = *(u64 *)(r6 + 0)\n"
		"r0 = 0\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("MIT");
