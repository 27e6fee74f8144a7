// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// Programs of cgroups do not change maps of sockets.
// CHECK: error: bpf_map_update_elem does not serve 'sockets', a map of type SOCKMAP [RKV0042]
#include <rk/rk.bpf.h>
#include "Inputs/socket-map.h"

SEC("cgroup_skb/ingress")
int prog(struct __sk_buff *ctx)
{
	__u32 key = 1;
	struct bpf_sock *sk = ctx->sk;

	if (sk)
		bpf_map_update_elem(&sockets, &key, sk, 0);
	return 1;
}

RK_LICENSE("GPL");
