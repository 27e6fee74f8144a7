// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A 32-bit comparison says nothing of the upper half.
// CHECK: error: {{.*}}may leave its object{{.*}}[RKV0026]
#include <rk/rk.bpf.h>

SEC("timer/10ms")
__attribute__((naked)) int prog(void)
{
	asm volatile("call 5\n"
		"r6 = r0\n"
		"if w6 > 7 goto +5\n"
		"r1 = r10\n"
		"r1 += -8\n"
		"r1 += r6\n"
		"r2 = 0\n"
		"*(u8 *)(r1 + 0) = r2\n"
		"r0 = 0\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("MIT");
