// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// What is put into a map of sockets is a socket.
// CHECK: error: argument 3 (r3) is {{.*}}; bpf_map_update_elem takes a socket [RKV0040]
#include <rk/rk.bpf.h>
#include "Inputs/socket-map.h"

SEC("tc")
int prog(struct __sk_buff *ctx)
{
	__u32 key = 1;
	struct bpf_sock *sk = ctx->sk;

	if (sk)
		bpf_map_update_elem(&sockets, &key, &sk, 0);
	return 1;
}

RK_LICENSE("GPL");
