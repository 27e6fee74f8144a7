// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// Of a connection its mark is written, and nothing else.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/connection.h"

SEC("tc")
int prog(struct __sk_buff *ctx)
{
	struct bpf_ct_opts opts = {.netns_id = -1, .l4proto = 6};
	struct bpf_sock_tuple tuple = {};
	struct nf_conn *ct = bpf_skb_ct_lookup(ctx, &tuple, sizeof(tuple), &opts, sizeof(opts));

	if (!ct)
		return 0;
	ct->mark = 7;
	bpf_ct_release(ct);
	return 1;
}

RK_LICENSE("GPL");
