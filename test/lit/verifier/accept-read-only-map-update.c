// RUN: %clang-bpf -mcpu=v4 -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A map that programs may only read is changed by no helper either.
// CHECK: accepted
#include <rk/rk.bpf.h>

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__uint(map_flags, BPF_F_RDONLY_PROG);
	__type(key, __u32);
	__type(value, __u64);
} table SEC(".maps");

SEC("timer/10ms")
__attribute__((naked)) int prog(void)
{
	asm volatile("r1 = 0\n"
		"*(u64 *)(r10 - 8) = r1\n"
		"r2 = r10\n"
		"r2 += -8\n"
		"r1 = table ll\n"
		"call 1\n"
		"r1 = 1\n"
		"if r0 == 0 goto +1\n"
		"r1 = *(u64 *)(r0 + 0)\n"
		"r0 = 0\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("MIT");
