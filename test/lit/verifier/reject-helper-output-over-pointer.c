// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// What a helper may or may not overwrite could still be a pointer: no number may come back.
// CHECK: error: {{.*}}could overwrite the context pointer{{.*}}[RKV0033]
#include <rk/rk.bpf.h>

SEC("iio/device0/in_accel_x")
__attribute__((naked)) int prog(void)
{
	asm volatile("*(u64 *)(r10 - 8) = r1\n"
		"call 5\n"
		"r2 = r0\n"
		"r2 &= 15\n"
		"r2 += 1\n"
		"r1 = r10\n"
		"r1 += -16\n"
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
