// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A variable offset into the stack needs both bounds.
// CHECK: error: {{.*}}at offset [-64, 56]{{.*}}[RKV0026]
#include <rk/rk.bpf.h>

SEC("timer/10ms")
__attribute__((naked)) int prog(void)
{
	asm volatile("call 7\n"
		"r0 &= 15\n"
		"r0 <<= 3\n"
		"r1 = r10\n"
		"r1 += -64\n"
		"r1 += r0\n"
		"r2 = 0\n"
		"*(u64 *)(r1 + 0) = r2\n"
		"r0 = 0\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("MIT");
