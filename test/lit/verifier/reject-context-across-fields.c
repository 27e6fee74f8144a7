// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A read of several fields starts at a multiple of its size.
// CHECK: error: {{.*}}[RKV0029]
// CHECK: note: {{.*}}field 'line' has 4 bytes at offset 20
#include <rk/rk.bpf.h>

SEC("gpio/chip0/line1/both")
int prog(struct gpio_event *ctx)
{
	__u64 both;

	asm volatile("%0 = *(u64 *)(%1 + 20)" : "=r"(both) : "r"(ctx));
	return both != 0;
}

RK_LICENSE("MIT");
