// RUN: %clang-bpf -c %s -o %t.o && not %unit/obj_dump %t.o 2>&1 | FileCheck %s
#include <rk/rk.bpf.h>

int elsewhere(int x);

SEC("timer/10ms")
int prog(struct timer_event *e)
{
	// CHECK: reject-undefined-function.c:[[#@LINE+1]]:{{[0-9]+}}: error: function 'elsewhere' is declared, and defined nowhere [RKV0004]
	return elsewhere(3);
}
