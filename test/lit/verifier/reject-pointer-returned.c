// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// An address must not leave the program.
// CHECK: error: {{.*}}the program would return{{.*}}[RKV0032]
#include <rk/rk.bpf.h>

SEC("timer/10ms")
__attribute__((naked)) int prog(void)
{
	asm volatile("r0 = r10\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("MIT");
