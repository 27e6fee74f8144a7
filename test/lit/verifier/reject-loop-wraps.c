// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A counter that can wrap is no bound.
// CHECK: error: {{.*}}not proved to end{{.*}}[RKV0060]
#include <rk/rk.bpf.h>

SEC("timer/10ms")
__attribute__((naked)) int prog(void)
{
	asm volatile("r0 = 0\n"
		"w1 = 0\n"
		"w1 += 2\n"
		"if w1 != 5 goto -2\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("MIT");
