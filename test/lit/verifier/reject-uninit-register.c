// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// Registers begin uninitialised.
// CHECK: error: {{.*}}r3 is not initialised{{.*}}[RKV0024]
#include <rk/rk.bpf.h>

SEC("timer/10ms")
__attribute__((naked)) int prog(void)
{
	asm volatile("r0 = r3\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("MIT");
