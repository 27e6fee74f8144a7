// The word behind the last field is no field's.
// RUN: %clang-bpf -c %s -o %t.o && not %rkverify %t.o | FileCheck %s
// CHECK: error: access of 8 bytes at offset 40 fits no field of 'iio_event' [RKV0029]
#include <rk/rk.bpf.h>

SEC("iio/device0/in_accel_x") int prog(struct iio_event *evt)
{
	return ((volatile unsigned long long *)evt)[5] & 1;
}

char LICENSE[] SEC("license") = "GPL";
