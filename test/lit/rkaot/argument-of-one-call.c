// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkaot dump --ir %t.o 2>&1 | %FileCheck %s
// An argument that only one of two calls sets up, and that the function reads in that one alone,
// arrives: it is not 0 because the other call has none.
// CHECK: define i64 @rk_entry(ptr {{.*}}%[[CTX:[0-9]+]], ptr
// CHECK-NOT: ptr null
// CHECK: load atomic i64, ptr %[[CTX]] unordered
// CHECK-NOT: ptr null
#include <rk/rk.bpf.h>

static __attribute__((naked, noinline, used)) void read_if(void)
{
	asm volatile("r0 = 0\n"
		"if r2 == 0 goto +1\n"
		"r0 = *(u64 *)(r1 + 0)\n"
		"exit\n");
}

SEC("timer/10ms")
__attribute__((naked)) int prog(void)
{
	asm volatile("r6 = r1\n"
		"call 7\n"
		"r2 = 0\n"
		"call read_if\n"
		"r7 = r0\n"
		"r1 = r6\n"
		"r2 = 1\n"
		"call read_if\n"
		"r0 += r7\n"
		"exit\n"
		::: "memory");
}

RK_LICENSE("MIT");
