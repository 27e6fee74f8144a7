// SPDX-License-Identifier: MIT
// A program at HOOK reads the cookie that it was attached with.
#include <rk/rk.bpf.h>

SEC(HOOK)
int prog(void *ctx)
{
	return bpf_get_attach_cookie(ctx) == 1;
}

RK_LICENSE("GPL");
