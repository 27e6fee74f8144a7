// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// Kernel functions are called by name: a number of ours in an object means nothing.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("raw_tp/sched_switch")
__attribute__((naked)) int prog(void)
{
	asm volatile("call 5\n"
		"r0 = 0\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("GPL");
