// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// An offset of which the address could wrap proves nothing.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("xdp")
int prog(struct xdp_md *ctx)
{
	unsigned char *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;

	__u64 far = bpf_ktime_get_ns() & 0x7fff;

	if (data + far + 8 > end)
		return 0;
	return data[far];
}

RK_LICENSE("GPL");
