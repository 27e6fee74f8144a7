// SPDX-License-Identifier: MIT
// No robot profile gives PWM chips roles: attach says so.
#include <rk/rk.bpf.h>

SEC("pwm/role:gripper/channel0")
int never(struct pwm_state *state)
{
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
