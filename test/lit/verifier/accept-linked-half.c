// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// What a branch tells about the low half of a number holds for copies of that half, shifted and moved ones too.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("kprobe/do_nanosleep")
__attribute__((naked)) int prog(void)
{
	asm volatile("r6 = *(u64 *)(r1 + 8)\n"
		"r3 = 0\n"
		"*(u64 *)(r10 - 8) = r3\n"
		"w2 = w6\n"        /* the half */
		"r3 = r6\n"
		"r3 <<= 32\n"      /* shifted up, and down again below */
		"w4 = w6\n"
		"w4 += -1\n"       /* one less */
		"r8 = r6\n"
		"r8 <<= 32\n"
		"if w6 > 7 goto 1f\n"
		"r1 = r10\n"
		"r1 += -8\n"
		"r1 += r2\n"
		"*(u8 *)(r1 + 0) = r3\n"
		"r3 >>= 32\n"
		"r1 = r10\n"
		"r1 += -8\n"
		"r1 += r3\n"
		"*(u8 *)(r1 + 0) = r2\n"
		"r8 s>>= 32\n"
		"r1 = r10\n"
		"r1 += -8\n"
		"r1 += r8\n"
		"*(u8 *)(r1 + 0) = r2\n"
		"if w4 > 6 goto 1f\n" /* so w2 is in [1, 7] */
		"r1 = r10\n"
		"r1 += -9\n"
		"r1 += r2\n"
		"*(u8 *)(r1 + 0) = r2\n"
		"1: r0 = 0\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("GPL");
