// SPDX-License-Identifier: MIT
// A program at HOOK takes its first argument for a TCP socket.
#include <rk/rk.bpf.h>

SEC(HOOK)
int prog(__u64 *ctx)
{
	return bpf_skc_to_tcp_sock((void *)ctx[0]) != 0;
}

RK_LICENSE("GPL");
