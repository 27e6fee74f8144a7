// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// Metadata ends where the packet begins.
// CHECK: error: read of 1 bytes at offset 3{{.*}}may pass data [RKV0020]
#include <rk/rk.bpf.h>

SEC("xdp")
int prog(struct xdp_md *ctx)
{
	unsigned char *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;

	unsigned char *meta = (void *)(long)ctx->data_meta;

	if (meta + 4 > end)
		return 0;
	return meta[3];
}

RK_LICENSE("GPL");
