// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// Calls clobber r1 to r5.
// CHECK: error: {{.*}}r1 is not initialised{{.*}}[RKV0024]
#include <rk/rk.bpf.h>

SEC("timer/10ms")
__attribute__((naked)) int prog(void)
{
	asm volatile("r1 = 1\n"
		"call 5\n"
		"r0 = r1\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("MIT");
