// a % 0 is a.
// RUN: %clang-bpf -c %s -o %t.o && %rkaot dump --ir --O0 %t.o 2>&1 | %FileCheck %s
#include <rk/rk.bpf.h>

SEC("timer/1ms")
int mod(struct timer_event *e)
{
	return e->actual % e->period;
}
// CHECK: %[[ZERO:[0-9]+]] = icmp eq i64 %[[S:[0-9]+]], 0
// CHECK: %[[D:[0-9]+]] = select i1 %[[ZERO]], i64 1, i64 %[[S]]
// CHECK: %[[R:[0-9]+]] = urem i64 %[[A:[0-9]+]], %[[D]]
// CHECK: select i1 %[[ZERO]], i64 %[[A]], i64 %[[R]]
RK_LICENSE("GPL");
