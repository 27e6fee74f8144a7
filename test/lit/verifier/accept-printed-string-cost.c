// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A number is printed in a fixed time.
// CHECK: accepted, worst case 4{{[0-9][0-9][0-9]}} instructions
#include <rk/rk.bpf.h>

SEC("iio/device0/channel0")
int prog(struct iio_event *e)
{
	bpf_printk("%lx", e->value);
	return 0;
}

RK_LICENSE("GPL");
