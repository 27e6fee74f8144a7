// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// Only the start of a record is released.
// CHECK: error: {{.*}}with an offset{{.*}}[RKV0047]
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
		"r1 = r0\n"
		"r1 += 4\n"
		"r2 = 0\n"
		"call 132\n"
		"r0 = 0\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("MIT");
