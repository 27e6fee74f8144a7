// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// What equals a socket that is there is there.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/socket.h"

SEC("cgroup_skb/egress")
int prog(struct __sk_buff *ctx)
{
	struct bpf_sock *sk = ctx->sk, *full;

	if (!sk)
		return 1;
	full = bpf_sk_fullsock(sk);
	if (full != sk)
		return 1;
	asm volatile("" : "+r"(full));
	return full->type & 1;
}

RK_LICENSE("GPL");
