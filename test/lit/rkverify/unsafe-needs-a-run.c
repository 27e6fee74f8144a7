// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --format json %t.o | FileCheck %s
// What is refused without a run that does it is unproved: this program is safe, for reasons the verifier does not see.
// CHECK: "verdict":{{ ?}}"unproved"
// CHECK-SAME: no run was found that does it
#include <rk/rk.bpf.h>

SEC("timer/10ms")
__attribute__((naked)) int prog(void)
{
	asm volatile("call 5\n"
		"r6 = r0\n"
		"call 5\n"
		"r7 = r6\n"
		"r7 += r0\n"
		"r7 -= r0\n"
		"if r7 > 7 goto +5\n"
		"r1 = r10\n"
		"r1 += -8\n"
		"r1 += r6\n"
		"r2 = 0\n"
		"*(u8 *)(r1 + 0) = r2\n"
		"r0 = 0\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("MIT");
