// SPDX-License-Identifier: MIT
// A program at HOOK takes the VLAN tag off what its context stands for.
#include <rk/rk.bpf.h>

SEC(HOOK)
int prog(void *ctx)
{
	return bpf_skb_vlan_pop(ctx) < 0;
}

RK_LICENSE("GPL");
