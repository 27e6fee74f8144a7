// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// Of a socket that may be no full one the addresses are known alone.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/socket.h"

SEC("cgroup_skb/egress")
int prog(struct __sk_buff *ctx)
{
	struct bpf_sock *sk = ctx->sk;

	if (!sk)
		return 0;
	sk = bpf_sk_fullsock(sk);
	return sk ? sk->type & 1 : 0;
}

RK_LICENSE("GPL");
