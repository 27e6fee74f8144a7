// SPDX-License-Identifier: MIT
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// Which device a packet goes to is not the program's to say.
// CHECK: error: write to 'devices', which is read-only{{.*}}[RKV0028]
#include <rk/rk.bpf.h>
#include "Inputs/devices.h"

SEC("xdp")
int prog(struct xdp_md *ctx)
{
	__u32 key = ctx->ingress_ifindex, *device = bpf_map_lookup_elem(&devices, &key);

	if (device)
		device[0] = 1;
	return 2;
}

RK_LICENSE("GPL");
