// Few paths are kept apart, and what they know is used.
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// CHECK: accepted
#include <rk/rk.bpf.h>

char table[128];

/* a + b stays 7, which only separate paths know. */
#define DIAMOND(n)                                                                                 \
	asm volatile goto("if %0 & %1 goto %l2" ::"r"(bits), "i"(1 << n)::set##n);                  \
	b += 1 << n;                                                                               \
	goto next##n;                                                                              \
set##n:                                                                                            \
	a += 1 << n;                                                                               \
next##n:                                                                                           \
	barrier_var(a);                                                                            \
	barrier_var(b)

SEC("timer/1ms") int prog(struct timer_event *evt)
{
	unsigned long bits = bpf_get_prandom_u32(), a = 0, b = 0;

	DIAMOND(0);
	DIAMOND(1);
	DIAMOND(2);
	return table[a + b];
}

char LICENSE[] SEC("license") = "GPL";
