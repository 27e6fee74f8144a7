// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// Another form of a held socket is as good as that, where it is a full socket: a connection that is
// only asked for is none.
// CHECK: error: {{.*}} kernel type 'struct tcp_request_sock'; {{.*}} a trusted socket [RKV0040]
#include <rk/rk.bpf.h>

struct sock;
struct bpf_tcp_req_attrs {
	__u32 parts[9];
};

int bpf_sk_assign_tcp_reqsk(
	struct __sk_buff *skb, struct sock *sk, struct bpf_tcp_req_attrs *attrs, int size) __ksym;

SEC("tc")
int prog(struct __sk_buff *ctx)
{
	struct bpf_tcp_req_attrs attrs = {};
	__u32 tuple[3] = {0};
	struct bpf_sock *skc = (void *)bpf_skc_lookup_tcp(ctx, (void *)tuple, sizeof(tuple), -1, 0);
	struct sock *sk;
	int ret = 0;

	if (!skc)
		return 0;
	sk = (void *)bpf_skc_to_tcp_request_sock(skc);
	if (sk)
		ret = bpf_sk_assign_tcp_reqsk(ctx, sk, &attrs, sizeof(attrs)) & 1;
	bpf_sk_release(skc);
	return ret;
}

RK_LICENSE("GPL");
