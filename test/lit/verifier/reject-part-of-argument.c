// REQUIRES: kernel-btf
// RUN: %clang-bpf -mcpu=v4 -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// A part of a number may be read from the arguments, of an address not.
// CHECK: error: {{.*}}fits no field{{.*}}[RKV0029]
#include <rk/rk.bpf.h>

SEC("tp_btf/task_rename")
__attribute__((naked)) int prog(void)
{
	asm volatile("r0 = *(u32 *)(r1 + 0)\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("GPL");
