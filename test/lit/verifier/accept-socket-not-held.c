// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// What the context lends is not given back.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/socket.h"

SEC("tc")
int prog(struct __sk_buff *ctx)
{
	struct bpf_sock *sk = ctx->sk;

	if (!sk)
		return 0;
	return sk->family & 1;
}

RK_LICENSE("GPL");
