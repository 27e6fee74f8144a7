// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// How far apart two places of one object are is a number, of 32 bits too; between two objects it may be any.
// CHECK: accepted
#include <rk/rk.bpf.h>

char text[64];
char other[4096] SEC(".data.other");

SEC("kprobe/do_nanosleep")
__attribute__((naked)) int prog(void)
{
	asm volatile("r6 = *(u64 *)(r1 + 8)\n"
		"r6 &= 7\n"
		"r7 = %[text] ll\n"
		"r8 = %[text] ll\n"
		"r7 += r6\n"
		"w7 -= w8\n"
		"r1 = r10\n"
		"r1 += -8\n"
		"r1 += r7\n"
		"r2 = 0\n"
		"*(u8 *)(r1 + 0) = r2\n"
		"r0 = 0\n"
		"exit\n"
		::[text] "i"(text), [other] "i"(other)
		: "memory");
}

RK_LICENSE("GPL");
