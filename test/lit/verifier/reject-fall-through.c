// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// The last instruction must not fall through.
// CHECK: error: {{.*}}{{.*}}[RKV0009]
#include <rk/rk.bpf.h>

SEC("timer/10ms")
__attribute__((naked)) int prog(void)
{
	asm volatile("r0 = 0\n"
		::: "memory");
}

RK_LICENSE("MIT");
