// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A shift by the width or more.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("timer/10ms")
__attribute__((naked)) int prog(void)
{
	asm volatile("w0 = 5\n"
		"w0 <<= 31\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("MIT");
