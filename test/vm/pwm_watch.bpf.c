// SPDX-License-Identifier: MIT
// Every state that channel 1 is told to take.
#include <rk/rk.bpf.h>

/* 0: applies; of the last: 1 period, 2 duty, 3 enabled, 4 inversed; 5: not ours */
#define SEEN 6
#include "seen.h"

static void put(__u32 key, __u64 value)
{
	bpf_map_update_elem(&seen, &key, &value, BPF_ANY);
}

SEC("pwm/name:rk-pwm/channel1")
int watch(struct pwm_state *state)
{
	count(0);
	put(1, state->period);
	put(2, state->duty_cycle);
	put(3, state->enabled);
	put(4, state->polarity);
	if (state->channel != 1)
		count(5);
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
