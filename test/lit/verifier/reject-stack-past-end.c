// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// The frame ends 512 bytes below r10.
// CHECK: error: {{.*}}a pointer to the stack with bytes [-512, 0){{.*}}[RKV0026]
#include <rk/rk.bpf.h>

SEC("timer/10ms")
__attribute__((naked)) int prog(void)
{
	asm volatile("r1 = 0\n"
		"*(u64 *)(r10 - 520) = r1\n"
		"r0 = 0\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("MIT");
