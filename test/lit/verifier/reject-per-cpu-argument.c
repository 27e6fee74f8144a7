// REQUIRES: kernel-btf
// RUN: %clang-bpf -mcpu=v4 -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// The address of a per-CPU variable comes from the kernel, not from a number.
// CHECK: error: {{.*}}argument 1 (r1){{.*}}[RKV0040]
#include <rk/rk.bpf.h>

SEC("timer/10ms")
__attribute__((naked)) int prog(void)
{
	asm volatile("r1 = 123\n"
		"call 154\n"
		"r0 = 0\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("GPL");
