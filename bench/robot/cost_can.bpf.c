// SPDX-License-Identifier: MIT
// Nothing, at this hook: what remains is the cost of getting there and back.
#include <rk/rk.bpf.h>

SEC("can/vcan0")
int cost_can(struct can_event *evt)
{
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
