// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// What is written lies before the end.
// CHECK: error: write of 8 bytes at offset 0{{.*}}may pass data_end [RKV0021]
#include <rk/rk.bpf.h>

SEC("xdp")
int prog(struct xdp_md *ctx)
{
	unsigned char *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;

	if (data + 7 > end)
		return 0;
	*(__u64 *)data = 0;
	return 0;
}

RK_LICENSE("GPL");
