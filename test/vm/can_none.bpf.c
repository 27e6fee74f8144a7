// SPDX-License-Identifier: MIT
// An interface that the robot lacks. Key 0 counts them.
#include <rk/rk.bpf.h>

#define SEEN 4
#include "seen.h"

SEC("can/can7")
int can_none(struct can_event *frame)
{
	count(0);
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
