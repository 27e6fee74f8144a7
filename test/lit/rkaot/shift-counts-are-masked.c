// A shift by the width or more would be poison.
// RUN: %clang-bpf -c %s -o %t.o && %rkaot dump --ir --O0 %t.o 2>&1 | %FileCheck %s
#include <rk/rk.bpf.h>

SEC("timer/1ms")
int shift(struct timer_event *e)
{
	return e->actual << e->missed;
}
// CHECK: %[[N:[0-9]+]] = and i64 %{{[0-9]+}}, 63
// CHECK-NEXT: shl i64 %{{[0-9]+}}, %[[N]]
RK_LICENSE("GPL");
