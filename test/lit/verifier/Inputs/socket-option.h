// SPDX-License-Identifier: MIT
// The iterator HOOK over sockets sets the mark of each.
#include <rk/rk.bpf.h>

enum { SOL_SOCKET = 1, SO_MARK = 36 };

SEC(HOOK)
int prog(__u64 *ctx)
{
	void *sk = (void *)ctx[1];
	int mark = 1;

	if (sk)
		bpf_setsockopt(sk, SOL_SOCKET, SO_MARK, &mark, sizeof(mark));
	return 0;
}

RK_LICENSE("GPL");
