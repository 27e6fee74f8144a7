// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// Sign extension makes small numbers negative.
// CHECK: error: {{.*}}may leave its object{{.*}}[RKV0026]
#include <rk/rk.bpf.h>

SEC("timer/10ms")
__attribute__((naked)) int prog(void)
{
	asm volatile("call 7\n"
		"r0 &= 255\n"
		"r0 <<= 56\n"
		"r0 s>>= 56\n"
		"r1 = r10\n"
		"r1 += -100\n"
		"r1 += r0\n"
		"r2 = 0\n"
		"*(u8 *)(r1 + 0) = r2\n"
		"r0 = 0\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("MIT");
