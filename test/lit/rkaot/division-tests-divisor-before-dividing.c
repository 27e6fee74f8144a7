// The divisor is made safe before the division: from `udiv a, s` LLVM would conclude s != 0 and drop a
// test after it, and the CPU would trap.
// RUN: %clang-bpf -c %s -o %t.o && %rkaot dump --ir --O0 %t.o 2>&1 | %FileCheck %s
// RUN: %rkaot dump %t.o | %FileCheck --check-prefix=ASM %s
#include <rk/rk.bpf.h>

SEC("timer/1ms")
int div(struct timer_event *e)
{
	return e->actual / e->period;
}
// CHECK: %[[ZERO:[0-9]+]] = icmp eq i64 %[[S:[0-9]+]], 0
// CHECK: %[[D:[0-9]+]] = select i1 %[[ZERO]], i64 1, i64 %[[S]]
// CHECK: %[[Q:[0-9]+]] = udiv i64 %{{[0-9]+}}, %[[D]]
// CHECK: select i1 %[[ZERO]], i64 0, i64 %[[Q]]
// ASM: divq
RK_LICENSE("GPL");
