// REQUIRES: kernel-btf
// RUN: %clang-bpf -mcpu=v4 -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// The output file of an iterator's own record is trusted, what another word of it holds is not.
// CHECK: error: {{.*}}bpf_seq_write takes a trusted seq_file [RKV0040]
#include <rk/rk.bpf.h>

SEC("iter/task")
__attribute__((naked)) int prog(void)
{
	asm volatile("r6 = *(u64 *)(r1 + 0)\n"
		"r1 = *(u64 *)(r6 + 8)\n"
		"r2 = r10\n"
		"r2 += -8\n"
		"r3 = 0\n"
		"*(u64 *)(r10 - 8) = r3\n"
		"r3 = 8\n"
		"call 127\n"
		"r0 = 0\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("GPL");
