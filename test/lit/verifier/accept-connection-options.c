// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// The kernel writes its error into the first 8 bytes of the options, whatever their size.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/connection.h"

SEC("tc")
int prog(struct __sk_buff *ctx)
{
	struct bpf_sock_tuple tuple = {};
	struct bpf_ct_opts options = {};
	struct nf_conn *ct = bpf_skb_ct_lookup(ctx, &tuple, sizeof(tuple), &options, sizeof(options));

	if (ct)
		bpf_ct_release(ct);
	return options.error;
}

RK_LICENSE("GPL");
