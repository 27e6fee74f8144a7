// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A check of cookies takes a whole TCP header of the packet.
// CHECK: error: read of 20 bytes at offset 0 from r2, a pointer into the packet, may pass data_end [RKV0041]
#include <rk/rk.bpf.h>

SEC("xdp")
int prog(struct xdp_md *ctx)
{
	char *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;

	if (data + 14 + 20 + 16 > end)
		return XDP_DROP;
	return bpf_tcp_raw_check_syncookie_ipv4((void *)(data + 14), (void *)(data + 34)) ? XDP_DROP : XDP_PASS;
}

RK_LICENSE("GPL");
