// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A counter that is stored wide and read back narrow wraps, though no addition of it does.
// CHECK: error: {{.*}}not proved to end{{.*}}[RKV0060]
#include <rk/rk.bpf.h>

SEC("timer/10ms")
__attribute__((naked)) int prog(struct timer_event *ctx)
{
	asm volatile("call %[bpf_get_prandom_u32]\n"
		"*(u8 *)(r10 - 8) = r0\n"
		"1: r1 = *(u8 *)(r10 - 8)\n"
		"if r1 == 300 goto 2f\n"
		"r1 += 1\n"
		"*(u64 *)(r10 - 8) = r1\n"
		"call %[bpf_get_prandom_u32]\n"
		"if r0 != 5 goto 1b\n"
		"2: r0 = 0\n"
		"exit\n" ::[bpf_get_prandom_u32] "i"(7)
		: "memory");
}

RK_LICENSE("GPL");
