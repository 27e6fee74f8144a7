// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --worst-case none %t.o | FileCheck %s
// A long loop is bounded without walking it: 3,000,004 instructions are executed.
// CHECK: accepted, worst case 30000{{[0-9][0-9]}} instructions
#include <rk/rk.bpf.h>

SEC("timer/10ms")
__attribute__((naked)) int prog(void)
{
	asm volatile("r0 = 0\n"
		     "r1 = 0\n"
		     "r0 += 3\n"
		     "r1 += 1\n"
		     "if r1 != 1000000 goto -3\n"
		     "r0 = 0\n"
		     "exit\n"
		     ::: "memory");
}

RK_LICENSE("MIT");
