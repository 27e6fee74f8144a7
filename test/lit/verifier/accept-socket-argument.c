// REQUIRES: kernel-btf
// RUN: %clang-bpf -mcpu=v4 -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// A helper that casts sockets follows the pointer: it takes one that the kernel gave.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("tp_btf/tcp_retransmit_skb")
__attribute__((naked)) int prog(void)
{
	asm volatile("r1 = *(u64 *)(r1 + 0)\n"
		"call 137\n"
		"r0 = 0\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("GPL");
