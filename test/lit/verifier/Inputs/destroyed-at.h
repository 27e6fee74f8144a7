// SPDX-License-Identifier: MIT
// An iterator, HOOK, ends the connection of its argument number SOCKET.
#include <rk/rk.bpf.h>
#include "destroy.h"

SEC(HOOK)
int prog(u64 *ctx)
{
	void *socket = (void *)ctx[SOCKET];

	if (socket)
		bpf_sock_destroy(socket);
	return 0;
}

RK_LICENSE("GPL");
