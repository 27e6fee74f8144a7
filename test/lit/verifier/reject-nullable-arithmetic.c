// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// No arithmetic before the null test: null + 8 is not null.
// CHECK: error: {{.*}}or null: test it first{{.*}}[RKV0031]
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
		"r0 += 4\n"
		"if r0 == 0 goto +1\n"
		"r0 = *(u8 *)(r0 + 0)\n"
		"r0 = 0\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("MIT");
