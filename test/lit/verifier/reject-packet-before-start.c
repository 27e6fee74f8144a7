// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// Nothing before the packet may be touched.
// CHECK: error: read of 1 bytes at offset -1{{.*}}[RKV0020]
#include <rk/rk.bpf.h>

SEC("xdp")
int prog(struct xdp_md *ctx)
{
	unsigned char *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;

	if (data + 8 > end)
		return 0;
	return *(data - 1);
}

RK_LICENSE("GPL");
