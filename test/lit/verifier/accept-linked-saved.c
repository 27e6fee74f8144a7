// SPDX-License-Identifier: MIT
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// What a comparison tells about a number in a register is true of what was saved of it before.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("timer/10ms")
__attribute__((naked)) int prog(void)
{
	asm volatile("call 5\n"
		     "*(u64 *)(r10 - 16) = r0\n"
		     "r0 <<= 32\n"
		     "r0 >>= 32\n"
		     "if r0 > 7 goto +7\n"
		     "r1 = r10\n"
		     "r2 = *(u64 *)(r10 - 16)\n"
		     "r2 &= 15\n"
		     "r1 += r2\n"
		     "r1 += -8\n"
		     "r2 = 0\n"
		     "*(u8 *)(r1 + 0) = r2\n"
		     "r0 = 0\n"
		     "exit\n" ::
			     : "memory");
}

RK_LICENSE("MIT");
