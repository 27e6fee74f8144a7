// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A way on which a number is another plus 1 does not stand for one on which it is the other plus 9.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("kprobe/do_nanosleep")
__attribute__((naked)) int prog(void)
{
	asm volatile("r6 = *(u64 *)(r1 + 8)\n"
		"r8 = *(u64 *)(r1 + 24)\n"
		"r3 = 0\n"
		"*(u64 *)(r10 - 8) = r3\n"
		"r2 = r6\n"
		"r2 += 1\n"
		"if r8 == 1 goto 2f\n"
		"r2 = r6\n"
		"r2 += 0\n"
		"2: if r6 > 6 goto 1f\n"
		"r1 = r10\n"
		"r1 += -8\n"
		"r1 += r2\n"
		"*(u8 *)(r1 + 0) = r3\n"
		"1: r0 = 0\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("GPL");
