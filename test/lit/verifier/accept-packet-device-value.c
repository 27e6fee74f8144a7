// SPDX-License-Identifier: MIT
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// Whether a device is there, and its index, may be read before a packet is sent to it.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/devices.h"

SEC("xdp")
int prog(struct xdp_md *ctx)
{
	__u32 key = ctx->ingress_ifindex, *device = bpf_map_lookup_elem(&devices, &key);

	return device && device[1] ? bpf_redirect_map(&devices, device[0], 0) : 2;
}

RK_LICENSE("GPL");
