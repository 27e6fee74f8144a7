// REQUIRES: kernel-btf
// RUN: %clang-bpf -mcpu=v4 -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// A first value is as long as the values of the map.
// CHECK: accepted
#include <rk/rk.bpf.h>

struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, 1);
	__type(key, int);
	__type(value, __u64[2]);
} ts SEC(".maps");

SEC("timer/10ms")
__attribute__((naked)) int prog(void)
{
	asm volatile("call 158\n"
		"r2 = r0\n"
		"r1 = 0\n"
		"*(u64 *)(r10 - 8) = r1\n"
		"*(u64 *)(r10 - 16) = r1\n"
		"r3 = r10\n"
		"r3 += -16\n"
		"r1 = ts ll\n"
		"r4 = 1\n"
		"call 156\n"
		"r0 = 0\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("GPL");
