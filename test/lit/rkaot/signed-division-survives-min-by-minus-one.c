// INT64_MIN / -1 and / 0 never reach the divide instruction.
// RUN: clang-19 -target bpf -mcpu=v4 -O2 -g -I %top/include/rk/bpf -I %top/include -c %s -o %t.o
// RUN: %rkaot dump --ir --O0 %t.o 2>&1 | %FileCheck %s
#include <rk/rk.bpf.h>

SEC("iio/device0/in_accel_x")
int div(struct iio_event *e)
{
	return (e->value / e->scale) & 1;
}
// CHECK-DAG: %[[ZERO:[0-9]+]] = icmp eq i64 %[[S:[0-9]+]], 0
// CHECK-DAG: %[[MINUS:[0-9]+]] = icmp eq i64 %[[S]], -1
// CHECK: %[[BAD:[0-9]+]] = or i1 %[[ZERO]], %[[MINUS]]
// CHECK: %[[D:[0-9]+]] = select i1 %[[BAD]], i64 1, i64 %[[S]]
// CHECK: sdiv i64 %{{[0-9]+}}, %[[D]]
RK_LICENSE("GPL");
