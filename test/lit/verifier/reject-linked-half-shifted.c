// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A branch on the low half of a number: other shifts are no link.
// CHECK: error: {{.*}}may leave its object{{.*}}[RKV0026]
#include <rk/rk.bpf.h>

SEC("kprobe/do_nanosleep")
__attribute__((naked)) int prog(void)
{
	asm volatile("r6 = *(u64 *)(r1 + 8)\n"
		"r7 = r1\n"
		"r2 = r6\n"
		"r2 <<= 31\n"
		"r2 >>= 31\n"
		"if w6 > 7 goto 1f\n"
		"r1 = r10\n"
		"r1 += -8\n"
		"r1 += r2\n"
		"r3 = 0\n"
		"*(u8 *)(r1 + 0) = r3\n"
		"1: r0 = 0\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("GPL");
