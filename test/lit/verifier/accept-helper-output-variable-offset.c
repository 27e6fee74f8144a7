// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// The same where only the place of the output is unknown.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("iio/device0/in_accel_x")
__attribute__((naked)) int prog(void)
{
	asm volatile("*(u64 *)(r10 - 8) = r1\n"
		"call 5\n"
		"r1 = r10\n"
		"r0 &= 8\n"
		"r1 += -24\n"
		"r1 += r0\n"
		"r2 = 8\n"
		"r3 = 0\n"
		"call 113\n"
		"r6 = *(u64 *)(r10 - 8)\n"
		"r0 = 0\n"
		"exit\n"
		:
		:
		: "memory");
}

RK_LICENSE("MIT");
