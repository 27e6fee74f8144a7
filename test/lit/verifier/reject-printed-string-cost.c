// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A string is read byte by byte to be printed: that is more than one sample may take.
// CHECK: error: the worst case is 21{{[0-9][0-9][0-9]}} instructions; 'IIO' programs may take 10000 [RKV0061]
#include <rk/rk.bpf.h>

SEC("iio/device0/channel0")
int prog(struct iio_event *e)
{
	bpf_printk("%s", e->value);
	return 0;
}

RK_LICENSE("GPL");
