// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// Division by a zero constant.
// CHECK: error: {{.*}}by zero{{.*}}[RKV0049]
#include <rk/rk.bpf.h>

SEC("timer/10ms")
__attribute__((naked)) int prog(void)
{
	asm volatile("r0 = 5\n"
		"r0 /= 0\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("MIT");
