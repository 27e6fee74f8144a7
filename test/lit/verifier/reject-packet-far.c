// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// An offset of which the address could wrap proves nothing.
// CHECK: error: read of 1 bytes{{.*}}[RKV0020]
#include <rk/rk.bpf.h>

SEC("xdp")
int prog(struct xdp_md *ctx)
{
	unsigned char *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;

	__u64 far = bpf_ktime_get_ns();

	if (data + far + 8 > end)
		return 0;
	return data[far];
}

RK_LICENSE("GPL");
