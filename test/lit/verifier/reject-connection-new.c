// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// A connection that was made is made known, or cannot be given back.
// CHECK: error: argument 1 (r1) is a pointer to kernel type 'struct nf_conn___init'; bpf_ct_release takes a kernel object that the program holds [RKV0040]
#include <rk/rk.bpf.h>
#include "Inputs/connection.h"

SEC("tc")
int prog(struct __sk_buff *ctx)
{
	struct bpf_ct_opts opts = {.netns_id = -1, .l4proto = 6};
	__u32 tuple[3] = {0};
	struct nf_conn *ct = bpf_skb_ct_alloc(ctx, (void *)tuple, sizeof(tuple), &opts, sizeof(opts));

	if (!ct)
		return 0;
	bpf_ct_set_timeout(ct, 1000);
	bpf_ct_release(ct);
	return 1;
}

RK_LICENSE("GPL");
