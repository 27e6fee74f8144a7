// SPDX-License-Identifier: MIT
// Names outputs 0 and 2.
#include <rk/rk.bpf.h>

SEC("timer/100ms")
int named(struct timer_event *evt)
{
	if (evt->sequence == 0)
		bpf_motor_emergency_stop(MOTOR(0) | MOTOR(2));
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
