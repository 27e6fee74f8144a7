// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// A kernel function believes that a socket is a full one; that of a packet need not be.
// CHECK: accepted
#include <rk/rk.bpf.h>

struct bpf_tcp_req_attrs {
	__u32 parts[9];
};

int bpf_sk_assign_tcp_reqsk(struct __sk_buff *skb, struct bpf_sock *sk,
	struct bpf_tcp_req_attrs *attrs, int size) __ksym;

SEC("tc")
int prog(struct __sk_buff *ctx)
{
	struct bpf_tcp_req_attrs attrs = {};
	struct bpf_sock *sk = ctx->sk;

	if (!sk)
		return 0;
	sk = bpf_sk_fullsock(sk);
	if (!sk)
		return 0;
	return bpf_sk_assign_tcp_reqsk(ctx, sk, &attrs, sizeof(attrs)) & 1;
}

RK_LICENSE("GPL");
