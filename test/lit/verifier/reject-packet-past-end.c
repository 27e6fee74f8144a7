// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A comparison proves what lies before the address that it compares.
// CHECK: error: read of 1 bytes{{.*}}may pass data_end [RKV0020]
#include <rk/rk.bpf.h>

SEC("xdp")
int prog(struct xdp_md *ctx)
{
	unsigned char *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;

	if (data + 13 > end)
		return 0;
	return data[13];
}

RK_LICENSE("GPL");
