// SPDX-License-Identifier: MIT
// Error frames of every class. Key 0 counts them.
#include <rk/rk.bpf.h>

#define SEEN 4
#include "seen.h"

SEC("can/vcan0/0/0x3fffffff")
int can_errors(struct can_event *frame)
{
	count(0);
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
