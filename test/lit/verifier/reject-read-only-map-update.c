// RUN: %clang-bpf -mcpu=v4 -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A map that programs may only read is changed by no helper either.
// CHECK: error: {{.*}}table{{.*}}[RKV0028]
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
		"*(u64 *)(r10 - 16) = r1\n"
		"r2 = r10\n"
		"r2 += -8\n"
		"r3 = r10\n"
		"r3 += -16\n"
		"r4 = 0\n"
		"r1 = table ll\n"
		"call 2\n"
		"r0 = 0\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("MIT");
