// SPDX-License-Identifier: MIT
// A held socket's other form, that of FORM, is assigned to a packet.
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
	sk = (void *)FORM(skc);
	if (sk)
		ret = bpf_sk_assign_tcp_reqsk(ctx, sk, &attrs, sizeof(attrs)) & 1;
	bpf_sk_release(skc);
	return ret;
}

RK_LICENSE("GPL");
