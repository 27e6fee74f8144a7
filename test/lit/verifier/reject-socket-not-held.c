// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// What the context lends is not given back.
// CHECK: error: r1 is a socket that the program does not hold [RKV0047]
#include <rk/rk.bpf.h>
#include "Inputs/socket.h"

SEC("tc")
int prog(struct __sk_buff *ctx)
{
	struct bpf_sock *sk = ctx->sk;

	if (!sk)
		return 0;
	bpf_sk_release(sk);
	return 0;
}

RK_LICENSE("GPL");
