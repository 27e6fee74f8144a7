// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// r0 is needed at exit.
// CHECK: error: {{.*}}r0 is not initialised{{.*}}[RKV0024]
#include <rk/rk.bpf.h>

SEC("timer/10ms")
__attribute__((naked)) int prog(void)
{
	asm volatile("exit\n"
		::: "memory");
}

RK_LICENSE("MIT");
