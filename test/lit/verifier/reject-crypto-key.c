// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// A key that a map holds is tested before it decrypts.
// CHECK: error: argument 1 (r1) is a pointer to kernel type {{.*}} or null; bpf_crypto_decrypt takes a trusted bpf_crypto_ctx [RKV0022]
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
	bpf_dynptr_from_skb(skb, 0, &from);
	bpf_dynptr_from_mem(plain, sizeof(plain), 0, &to);
	return bpf_crypto_decrypt(ctx, &from, &to, 0);
}

RK_LICENSE("GPL");
