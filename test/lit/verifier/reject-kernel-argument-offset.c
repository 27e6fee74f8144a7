// REQUIRES: kernel-btf
// RUN: %clang-bpf -mcpu=v4 -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// A pointer into the middle of a struct is no pointer to that struct, but may be one to a member.
// CHECK: error: {{.*}}argument 1 (r1){{.*}}[RKV0040]
#include <rk/rk.bpf.h>

SEC("lsm/file_open")
__attribute__((naked)) int prog(void)
{
	asm volatile("call 158\n"
		"r1 = r0\n"
		"r1 += 8\n"
		"r2 = r10\n"
		"r2 += -64\n"
		"r3 = 64\n"
		"r4 = 0\n"
		"call 141\n"
		"r0 = 0\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("GPL");
