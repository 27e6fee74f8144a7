// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A read of several fields starts at a multiple of its size.
// CHECK: error: {{.*}}[RKV0029]
// CHECK: note: {{.*}}field 'line' has 4 bytes at offset 20
#include <rk/rk.bpf.h>

SEC("gpio/chip0/line1/both")
int prog(struct gpio_event *ctx)
{
	return *(volatile __u64 *)&ctx->line != 0;
}

RK_LICENSE("MIT");
