// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A timer takes at most a tenth of its period.
// CHECK: error: {{.*}}10 % of the period is 10000 ns{{.*}}[RKV0061]
#include <rk/rk.bpf.h>

SEC("timer/100us")
__attribute__((naked)) int prog(void)
{
	asm volatile("r0 = 0\n"
		"r1 = 0\n"
		"r1 += 1\n"
		"if r1 < 50000 goto -2\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("MIT");
