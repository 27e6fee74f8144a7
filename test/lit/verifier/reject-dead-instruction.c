// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// Code that no path reaches.
// CHECK: error: {{.*}}{{.*}}[RKV0010]
#include <rk/rk.bpf.h>

SEC("timer/10ms")
__attribute__((naked)) int prog(void)
{
	asm volatile("r0 = 0\n"
		"exit\n"
		"r0 = 1\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("MIT");
