// SPDX-License-Identifier: MIT
// Nothing, at this hook: what remains is the cost of getting there and back.
#include <rk/rk.bpf.h>

SEC("pwm/name:rk-pwm/channel1")
int cost_pwm(struct pwm_state *evt)
{
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
