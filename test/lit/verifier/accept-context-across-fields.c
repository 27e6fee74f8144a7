// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A read of several fields starts at a multiple of its size.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("gpio/chip0/line1/both")
int prog(struct gpio_event *ctx)
{
	__u64 both;

	asm volatile("%0 = *(u64 *)(%1 + 16)" : "=r"(both) : "r"(ctx));
	return both != 0;
}

RK_LICENSE("MIT");
