// REQUIRES: kernel-btf
// RUN: %clang-bpf -mcpu=v4 -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// A helper that follows a kernel pointer takes it only with the type that it expects.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("tp_btf/cgroup_mkdir")
__attribute__((naked)) int prog(void)
{
	asm volatile("call 158\n"
		"r1 = r0\n"
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
