// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A socket is given back once.
// CHECK: error: {{.*}}[RKV0047]
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
	bpf_sk_release(sk);
	bpf_sk_release(sk);
	return n;
}

RK_LICENSE("GPL");
