// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// Nothing above r10 is the program's.
// CHECK: error: {{.*}}write of 8 bytes at offset -4{{.*}}[RKV0026]
#include <rk/rk.bpf.h>

SEC("timer/10ms")
__attribute__((naked)) int prog(void)
{
	asm volatile("r1 = 0\n"
		"*(u64 *)(r10 - 4) = r1\n"
		"r0 = 0\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("MIT");
