// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A read may not span two fields.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("gpio/chip0/line1/both")
int prog(struct gpio_event *ctx)
{
	return *(volatile __u32 *)&ctx->chip != 0;
}

RK_LICENSE("MIT");
