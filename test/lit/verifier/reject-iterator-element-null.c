// REQUIRES: kernel-btf
// RUN: %clang-bpf -mcpu=v4 -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// The element of an iterator is null in its last call.
// CHECK: error: {{.*}}or null{{.*}}[RKV0022]
#include <rk/rk.bpf.h>

SEC("iter/task")
__attribute__((naked)) int prog(void)
{
	asm volatile("r6 = *(u64 *)(r1 + 8)\n"
		"r1 = r6\n"
		"r2 = r10\n"
		"r2 += -64\n"
		"r3 = 64\n"
		"r4 = 0\n"
		"call 141\n"
		"1: r0 = 0\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("GPL");
