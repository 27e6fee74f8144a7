// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --insn-limit 8 %t.o 2>&1 | FileCheck %s
// The profile limits the number of slots.
// CHECK: error: {{.*}}the limit is 8{{.*}}[RKV0073]
#include <rk/rk.bpf.h>

SEC("timer/10ms")
__attribute__((naked)) int prog(void)
{
	asm volatile("r0 = 0\n"
		"r0 = 0\n"
		"r0 = 0\n"
		"r0 = 0\n"
		"r0 = 0\n"
		"r0 = 0\n"
		"r0 = 0\n"
		"r0 = 0\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("MIT");
