// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// Atomic operations are not for packets.
// CHECK: error: atomic operation on the packet{{.*}}[RKV0028]
#include <rk/rk.bpf.h>

SEC("xdp")
int prog(struct xdp_md *ctx)
{
	unsigned char *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;

	if (data + 8 > end)
		return 0;
	__sync_fetch_and_add((__u64 *)data, 1);
	return 0;
}

RK_LICENSE("GPL");
