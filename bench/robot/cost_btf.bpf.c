// SPDX-License-Identifier: MIT
// Nothing, at this hook: what remains is the cost of getting there and back.
#include <rk/rk.bpf.h>

SEC("tp_btf/sys_enter")
int cost_btf(__u64 *ctx)
{
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
