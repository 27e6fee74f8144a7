// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A pointer moved by an unknown number may become 0: the branch is not dead.
// CHECK: accepted
#include <rk/rk.bpf.h>

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__type(key, __u32);
	__type(value, __u64);
	__uint(max_entries, 1);
} values SEC(".maps");

SEC("iio/device0/in_accel_x")
__attribute__((naked)) int prog(void)
{
	asm volatile("r1 = 0\n"
		"*(u32 *)(r10 - 4) = r1\n"
		"r2 = r10\n"
		"r2 += -4\n"
		"r1 = %[values] ll\n"
		"call 1\n"
		"if r0 == 0 goto 1f\n"
		"r1 = *(u8 *)(r0 + 0)\n"
		"r0 += r1\n"
		"if r0 != 0 goto 1f\n"
		"r1 = *(u64 *)(r10 + 64)\n"
		"1: r0 = 0\n"
		"exit\n"
		:
		: [values] "i"(&values)
		: "memory");
}

RK_LICENSE("MIT");
