// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A header of unknown length is compared behind that length.
// CHECK: error: read of 1 bytes at offset 3{{.*}}[RKV0020]
#include <rk/rk.bpf.h>

SEC("xdp")
int prog(struct xdp_md *ctx)
{
	unsigned char *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;

	if (data + 64 > end)
		return 0;
	data += data[0] * 4;
	return data[3];
}

RK_LICENSE("GPL");
