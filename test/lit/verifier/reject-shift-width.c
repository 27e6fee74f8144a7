// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A shift by the width or more.
// CHECK: error: {{.*}}shift of a 32-bit value by 32{{.*}}[RKV0050]
#include <rk/rk.bpf.h>

SEC("timer/10ms")
__attribute__((naked)) int prog(void)
{
	asm volatile("w0 = 5\n"
		"w0 <<= 32\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("MIT");
