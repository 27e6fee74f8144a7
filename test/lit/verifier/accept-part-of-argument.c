// REQUIRES: kernel-btf
// RUN: %clang-bpf -mcpu=v4 -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// A part of a number may be read from the arguments, of an address not.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("fentry/vfs_read")
__attribute__((naked)) int prog(void)
{
	asm volatile("r0 = *(u32 *)(r1 + 16)\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("GPL");
