// REQUIRES: kernel-btf
// RUN: %clang-bpf -mcpu=v4 -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// What a format names may be an address, the format itself not.
// CHECK: error: {{.*}}[RKV0032]
#include <rk/rk.bpf.h>

char bytes[8];

SEC("iter/task")
__attribute__((naked)) int prog(void)
{
	asm volatile("r6 = *(u64 *)(r1 + 0)\n"
		"r1 = *(u64 *)(r6 + 0)\n"
		"*(u64 *)(r10 - 8) = r10\n"
		"*(u64 *)(r10 - 16) = r10\n"
		"r2 = r10\n"
		"r2 += -16\n"
		"r3 = 1\n"
		"r4 = r10\n"
		"r4 += -8\n"
		"r5 = 8\n"
		"call 126\n"
		"r0 = 0\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("GPL");
