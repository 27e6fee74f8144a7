// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// The hook limits the worst case.
// CHECK: error: {{.*}}[RKV0061]
// CHECK: note: {{.*}}this loop takes up to
#include <rk/rk.bpf.h>

SEC("pwm/chip0/channel0")
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
