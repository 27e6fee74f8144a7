// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A header of unknown length is compared behind that length.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("xdp")
int prog(struct xdp_md *ctx)
{
	unsigned char *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;

	if (data + 64 > end)
		return 0;
	data += data[0] * 4;
	if (data + 4 > end)
		return 0;
	return data[3];
}

RK_LICENSE("GPL");
