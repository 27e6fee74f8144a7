// SPDX-License-Identifier: MIT
// A socket is looked up, and who listens behind it; then DONE.
#include <rk/rk.bpf.h>
#include "socket.h"

SEC("tc")
int prog(struct __sk_buff *ctx)
{
	__u32 tuple[3] = {0};
	struct bpf_sock *sk = (void *)bpf_sk_lookup_tcp(ctx, (void *)tuple, sizeof(tuple), -1, 0);
	struct bpf_sock *listener;
	int n = 0;

	if (!sk)
		return 0;
	listener = (void *)bpf_get_listener_sock(sk);
	DONE;
	return n;
}

RK_LICENSE("GPL");
