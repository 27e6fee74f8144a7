// SPDX-License-Identifier: MIT
// Every state that a PWM channel takes asks for another one, of the same channel.
#include <rk/rk.bpf.h>

#define SEEN 1
#include "seen.h"

SEC("pwm/name:rk-pwm/channel1")
int feedback_pwm(struct pwm_state *state)
{
	count(0);
	bpf_pwm_set_duty(state->chip, 1, state->duty_cycle ^ 1);
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
