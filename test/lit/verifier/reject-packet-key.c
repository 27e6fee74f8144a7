// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A key may lie in the packet, as far as that is proved.
// CHECK: error: read of 8 bytes at offset 0{{.*}}[RKV0041]
#include <rk/rk.bpf.h>

struct {
	__uint(type, 1);
	__uint(max_entries, 8);
	__type(key, __u64);
	__type(value, __u64);
} flows SEC(".maps");

SEC("xdp")
int prog(struct xdp_md *ctx)
{
	unsigned char *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;

	if (data + 7 > end)
		return 0;
	return bpf_map_lookup_elem(&flows, data) != NULL;
}

RK_LICENSE("GPL");
