// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// What is put into a map of sockets is a socket.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/socket-map.h"

SEC("tc")
int prog(struct __sk_buff *ctx)
{
	__u32 key = 1;
	struct bpf_sock *sk = ctx->sk;

	if (sk)
		bpf_map_update_elem(&sockets, &key, sk, 0);
	return 1;
}

RK_LICENSE("GPL");
