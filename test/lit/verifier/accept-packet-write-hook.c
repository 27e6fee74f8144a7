// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// Packets of a cgroup are only read.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("tc")
int prog(struct __sk_buff *ctx)
{
	unsigned char *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;

	if (data + 1 > end)
		return 0;
	data[0] = 1;
	return 0;
}

RK_LICENSE("GPL");
