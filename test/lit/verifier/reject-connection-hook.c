// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// Drivers and the traffic classifier find connections, each with its own function.
// CHECK: error: bpf_skb_ct_lookup has no meaning in 'CGROUP_SKB' programs [RKV0044]
#include <rk/rk.bpf.h>
#include "Inputs/connection.h"

SEC("cgroup_skb/ingress")
int prog(struct __sk_buff *ctx)
{
	struct bpf_ct_opts opts = {.netns_id = -1, .l4proto = 6};
	__u32 tuple[3] = {0};
	struct nf_conn *ct = bpf_skb_ct_lookup(ctx, (void *)tuple, sizeof(tuple), &opts, sizeof(opts));

	if (!ct)
		return 0;
	bpf_ct_release(ct);
	return 1;
}

RK_LICENSE("GPL");
