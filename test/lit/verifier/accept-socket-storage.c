// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// Storage of a socket, for programs that see packets, is of one that is there.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/sk_storage.h"

SEC("cgroup_skb/egress")
int prog(struct __sk_buff *ctx)
{
	struct bpf_sock *sk = ctx->sk;
	__u64 *n;

	if (!sk)
		return 1;
	n = bpf_sk_storage_get(&stored, sk, 0, 1);
	if (n)
		*n += 1;
	return 1;
}

RK_LICENSE("GPL");
