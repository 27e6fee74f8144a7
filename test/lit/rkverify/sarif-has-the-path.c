// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --format sarif %t.o > %t.sarif
// RUN: python3 %S/Inputs/sarif.py < %t.sarif | FileCheck %s
// A result's code flow is the way to the error, in the order of execution, and ends there.
// CHECK: {{[1-9][0-9]*}} steps
// RUN: not %rkverify %t.o | FileCheck --check-prefix=ORDER %s
// ORDER: sarif-has-the-path.c:[[#@LINE+11]]:{{[0-9]+}}: note: on the path where this branch
// ORDER: sarif-has-the-path.c:[[#@LINE+13]]:{{[0-9]+}}: note: on the path where this branch
#include <rk/rk.bpf.h>

unsigned long table[4];

SEC("gpio/chip0/line1/both")
int prog(struct gpio_event *ctx)
{
	__u32 i = 0;

	if (ctx->edge == 1)
		i = ctx->line;
	barrier_var(i);
	if (ctx->value == 7)
		return table[i] != 0;
	return 0;
}

RK_LICENSE("MIT");
