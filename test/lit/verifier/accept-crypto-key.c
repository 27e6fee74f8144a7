// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// A key that a map holds is tested before it decrypts.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/crypto.h"

SEC("tc")
int prog(struct __sk_buff *skb)
{
	struct bpf_dynptr from, to;
	struct bpf_crypto_ctx *ctx;
	struct value *v;
	__u32 key = 0;

	v = bpf_map_lookup_elem(&keys, &key);
	if (!v)
		return 0;
	ctx = v->ctx;
	if (!ctx)
		return 0;
	bpf_dynptr_from_skb(skb, 0, &from);
	bpf_dynptr_from_mem(plain, sizeof(plain), 0, &to);
	return bpf_crypto_decrypt(ctx, &from, &to, 0);
}

RK_LICENSE("GPL");
