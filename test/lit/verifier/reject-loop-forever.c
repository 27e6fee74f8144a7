// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A loop without an exit.
// CHECK: error: {{.*}}not proved to end{{.*}}[RKV0060]
#include <rk/rk.bpf.h>

SEC("timer/10ms")
__attribute__((naked)) int prog(void)
{
	asm volatile("r0 = 0\n"
		"call 7\n"
		"if r0 != 1 goto -2\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("MIT");
