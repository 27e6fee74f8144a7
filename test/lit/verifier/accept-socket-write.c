// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// Sockets are not written.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/socket.h"

SEC("tc")
int prog(struct __sk_buff *ctx)
{
	__u32 tuple[3] = {0};
	struct bpf_sock *sk = (void *)bpf_sk_lookup_tcp(ctx, (void *)tuple, sizeof(tuple), -1, 0);
	int n = 0;

	if (!sk)
		return 0;
	n = sk->mark;
	bpf_sk_release(sk);
	return n;
}

RK_LICENSE("GPL");
