// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// Kernel functions are called by name: a number of ours in an object means nothing.
// CHECK: error: helper {{[0-9]+}} is not known [RKV0043]
#include <rk/rk.bpf.h>

SEC("raw_tp/sched_switch")
__attribute__((naked)) int prog(void)
{
	asm volatile("call 131084\n"
		"r0 = 0\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("GPL");
