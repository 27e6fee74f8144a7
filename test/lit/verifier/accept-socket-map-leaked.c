// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A socket that was found in a map is given back.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/socket.h"
#include "Inputs/socket-map.h"

SEC("tc")
int prog(struct __sk_buff *ctx)
{
	__u32 key = 1, type;
	struct bpf_sock *sk = bpf_map_lookup_elem(&sockets, &key);

	if (!sk)
		return 0;
	type = sk->type;
	bpf_sk_release(sk);
	return type;
}

RK_LICENSE("GPL");
