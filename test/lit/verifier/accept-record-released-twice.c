// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A record is released once.
// CHECK: accepted
#include <rk/rk.bpf.h>

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} events SEC(".maps");

SEC("timer/10ms")
__attribute__((naked)) int prog(void)
{
	asm volatile("r1 = events ll\n"
		"r2 = 8\n"
		"r3 = 0\n"
		"call 131\n"
		"if r0 == 0 goto +4\n"
		"r6 = r0\n"
		"r1 = r6\n"
		"r2 = 0\n"
		"call 132\n"
		"r0 = 0\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("MIT");
