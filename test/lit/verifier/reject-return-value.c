// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// The hook says what may be returned.
// CHECK: error: {{.*}}'IIO' takes [0, 1]{{.*}}[RKV0048]
#include <rk/rk.bpf.h>

SEC("iio/device0/accel_x")
int prog(struct iio_event *evt)
{
	return 2;
}

RK_LICENSE("MIT");
