// SPDX-License-Identifier: MIT
// A socket, cast twice; what comes out is used where BEFORE or BEHIND its release says.
#include <rk/rk.bpf.h>
#include "socket.h"
#include "sk_storage.h"

SEC("tc")
int prog(struct __sk_buff *ctx)
{
	__u32 tuple[3] = {0};
	struct bpf_sock *sk = (void *)bpf_sk_lookup_tcp(ctx, (void *)tuple, sizeof(tuple), -1, 0);
	void *tcp, *again = 0;

	if (!sk)
		return 0;
	tcp = bpf_skc_to_tcp_sock(sk);
	if (tcp)
		again = bpf_skc_to_tcp_sock(tcp);
	if (again && BEFORE)
		bpf_sk_storage_delete(&stored, again);
	bpf_sk_release(sk);
	if (again && BEHIND)
		bpf_sk_storage_delete(&stored, again);
	return 0;
}

RK_LICENSE("GPL");
