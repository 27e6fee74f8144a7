// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// Bytes of a packet are read behind a comparison with its end.
// CHECK: error: read of 1 bytes at offset 0 from r{{.*}}a pointer into the packet, may pass
// data_end [RKV0020]
#include <rk/rk.bpf.h>

SEC("xdp")
int prog(struct xdp_md *ctx)
{
	unsigned char *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;

	return end ? data[0] : 0;
}

RK_LICENSE("GPL");
