// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// Of the ranges that many ways have proved the shortest holds.
// CHECK: error: read of 1 bytes at offset 15{{.*}}[RKV0020]
#include <rk/rk.bpf.h>

SEC("xdp")
int prog(struct xdp_md *ctx)
{
	unsigned char *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;

	__u64 bits = bpf_get_prandom_u32(), n = 0;

	if (data + 8 > end)
		return 0;
	if (bits & 1 && data + 16 > end)
		return 0;
	for (int i = 1; i < 8; i++) {
		if (bits >> i & 1)
			n += i * i;
		asm volatile("" : "+r"(n), "+r"(bits), "+r"(i));
	}
	return data[15] + n;
}

RK_LICENSE("GPL");
