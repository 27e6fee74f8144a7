// SPDX-License-Identifier: MIT
// An interface that is no CAN. Key 0 counts them.
#include <rk/rk.bpf.h>

#define SEEN 4
#include "seen.h"

SEC("can/lo")
int can_lo(struct can_event *frame)
{
	count(0);
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
