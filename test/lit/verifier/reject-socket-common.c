// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// Of a socket that may be no full one the addresses are known alone.
// CHECK: error: read of {{.}} bytes at offset 8 fits no field of the socket{{.*}}[RKV0029]
#include <rk/rk.bpf.h>
#include "Inputs/socket.h"

SEC("cgroup_skb/egress")
int prog(struct __sk_buff *ctx)
{
	struct bpf_sock *sk = ctx->sk;

	if (!sk)
		return 0;
	return sk->type & 1;
}

RK_LICENSE("GPL");
