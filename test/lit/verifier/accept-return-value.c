// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// The hook says what may be returned.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("iio/device0/accel_x")
int prog(struct iio_event *evt)
{
	return 1;
}

RK_LICENSE("MIT");
