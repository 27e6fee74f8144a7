// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// Who listens behind a socket is another one, which the program does not hold.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/socket.h"

SEC("tc")
int prog(struct __sk_buff *ctx)
{
	__u32 tuple[3] = {0};
	struct bpf_sock *sk = (void *)bpf_sk_lookup_tcp(ctx, (void *)tuple, sizeof(tuple), -1, 0);
	struct bpf_sock *listener;
	int n = 0;

	if (!sk)
		return 0;
	listener = (void *)bpf_get_listener_sock(sk);
	bpf_sk_release(sk);
	if (listener)
		n = listener->mark;
	return n;
}

RK_LICENSE("GPL");
