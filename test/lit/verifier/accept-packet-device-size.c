// SPDX-License-Identifier: MIT
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// The value of a device is its index, alone or with a program: 8 bytes are the most.
// CHECK: accepted
#include <rk/rk.bpf.h>
struct {
	__uint(type, BPF_MAP_TYPE_DEVMAP);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, __u32[2]);
} devices SEC(".maps");

SEC("xdp")
int prog(struct xdp_md *ctx)
{
	__u32 key = ctx->ingress_ifindex, *device = bpf_map_lookup_elem(&devices, &key);

	if (device)
		return device[1];
	return 2;
}

RK_LICENSE("GPL");
