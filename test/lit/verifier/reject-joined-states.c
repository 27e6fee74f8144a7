// Paths that are too many to keep apart are joined; what only they knew is then not proved.
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --format json %t.o | FileCheck %s --check-prefix=JSON
// RUN: not %rkverify %t.o | FileCheck %s
// JSON: "verdict":{{ ?}}"unproved"
// CHECK: error: {{.*}}[RKV0020]
// CHECK: :[[@LINE+31]]:{{.*}} states met here, more than anywhere else; beyond {{[0-9]+}} they were joined
// CHECK: note: this branch multiplies them: each side led to
// CHECK: note: states were joined before this point{{.*}}[RKV0062]
#include <rk/rk.bpf.h>

char table[16384];

/* a + b stays 16383, which only separate paths know. */
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
	DIAMOND(3);
	DIAMOND(4);
	DIAMOND(5);
	DIAMOND(6);
	DIAMOND(7);
	DIAMOND(8);
	DIAMOND(9);
	DIAMOND(10);
	DIAMOND(11);
	DIAMOND(12);
	DIAMOND(13);
	return table[a + b];
}

char LICENSE[] SEC("license") = "GPL";
