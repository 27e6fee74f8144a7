// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --worst-case none %t.o | FileCheck %s
// 100 * 100 * 100 trips: the ranks of nested loops multiply. 3,030,304 instructions are executed.
// CHECK: accepted, worst case {{3[01][0-9][0-9][0-9][0-9][0-9]}} instructions
#include <rk/rk.bpf.h>

SEC("timer/10ms")
__attribute__((naked)) int prog(void)
{
	asm volatile("r0 = 0\n"
		     "r1 = 0\n"
		     "r2 = 0\n"
		     "r3 = 0\n"
		     "r0 += 1\n"
		     "r3 += 1\n"
		     "if r3 < 100 goto -3\n"
		     "r2 += 1\n"
		     "if r2 < 100 goto -6\n"
		     "r1 += 1\n"
		     "if r1 < 100 goto -9\n"
		     "r0 = 0\n"
		     "exit\n"
		     ::: "memory");
}

RK_LICENSE("MIT");
