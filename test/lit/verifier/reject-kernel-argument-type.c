// REQUIRES: kernel-btf
// RUN: %clang-bpf -mcpu=v4 -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// A helper that follows a kernel pointer takes it only with the type that it expects.
// CHECK: error: {{.*}}argument 1 (r1){{.*}}[RKV0040]
#include <rk/rk.bpf.h>

SEC("tp_btf/cgroup_mkdir")
__attribute__((naked)) int prog(void)
{
	asm volatile("r6 = *(u64 *)(r1 + 0)\n"
		"r1 = r6\n"
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
