// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A socket that was found in a map is given back.
// CHECK: error: the program ends while a kernel object is still held [RKV0046]
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
	return type;
}

RK_LICENSE("GPL");
