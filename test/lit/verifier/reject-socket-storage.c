// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// Storage of a socket, for programs that see packets, is of one that is there.
// CHECK: error: argument 2 (r2) is a socket or null; bpf_sk_storage_get takes a trusted socket [RKV0022]
#include <rk/rk.bpf.h>
#include "Inputs/sk_storage.h"

SEC("cgroup_skb/egress")
int prog(struct __sk_buff *ctx)
{
	struct bpf_sock *sk = ctx->sk;
	__u64 *n;

	n = bpf_sk_storage_get(&stored, sk, 0, 1);
	if (n)
		*n += 1;
	return 1;
}

RK_LICENSE("GPL");
