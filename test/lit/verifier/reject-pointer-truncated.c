// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// Half an address is a number made of an address.
// CHECK: error: {{.*}}half of it would become a number{{.*}}[RKV0032]
#include <rk/rk.bpf.h>

SEC("timer/10ms")
__attribute__((naked)) int prog(void)
{
	asm volatile("w0 = w10\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("MIT");
