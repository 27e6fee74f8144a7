// SPDX-License-Identifier: MIT
// Nothing, at this hook: what remains is the cost of getting there and back.
#include <rk/rk.bpf.h>

SEC("raw_tp/sys_enter")
int cost_raw_tp(void *ctx)
{
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
