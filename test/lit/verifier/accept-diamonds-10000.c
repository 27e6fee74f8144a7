// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --worst-case none %t.o | FileCheck %s
// 10,000 branches that each add to an index: a few states at a time.
// CHECK: accepted, worst case 2300{{[0-9][0-9]}} instructions
#include <rk/rk.bpf.h>

SEC("timer/10ms")
__attribute__((naked)) int prog(void)
{
	asm volatile("r7 = 0\n"
		     ".rept 10000\n"
		     "call 7\n"
		     "if r0 & 1 goto +1\n"
		     "r7 += 1\n"
		     ".endr\n"
		     "r7 &= 7\n"
		     "r7 <<= 3\n"
		     "r8 = r10\n"
		     "r8 += -64\n"
		     "r8 += r7\n"
		     "*(u64 *)(r8 + 0) = r7\n"
		     "r0 = 0\n"
		     "exit\n"
		     ::: "memory");
}

RK_LICENSE("MIT");
