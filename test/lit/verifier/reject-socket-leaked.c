// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A socket that was found is given back.
// CHECK: error: the program ends while a kernel object is still held [RKV0046]
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
	return sk->mark;
}

RK_LICENSE("GPL");
