// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A socket may not be found.
// CHECK: error: r{{.*}} is a socket or null, and is used without a test [RKV0022]
#include <rk/rk.bpf.h>
#include "Inputs/socket.h"

SEC("tc")
int prog(struct __sk_buff *ctx)
{
	__u32 tuple[3] = {0};
	struct bpf_sock *sk = (void *)bpf_sk_lookup_tcp(ctx, (void *)tuple, sizeof(tuple), -1, 0);
	int n = 0;

	return sk->mark;
}

RK_LICENSE("GPL");
