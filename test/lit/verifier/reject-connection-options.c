// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// The kernel writes its error into the first 8 bytes of the options, whatever their size.
// CHECK: error: bpf_skb_ct_lookup writes an error into the first 8 bytes of its options, of which there may be 4 [RKV0041]
#include <rk/rk.bpf.h>
#include "Inputs/connection.h"

SEC("tc")
int prog(struct __sk_buff *ctx)
{
	struct bpf_sock_tuple tuple = {};
	struct bpf_ct_opts options = {};
	struct nf_conn *ct = bpf_skb_ct_lookup(ctx, &tuple, sizeof(tuple), &options, 4);

	if (ct)
		bpf_ct_release(ct);
	return options.error;
}

RK_LICENSE("GPL");
