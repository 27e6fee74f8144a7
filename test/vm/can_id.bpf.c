// SPDX-License-Identifier: MIT
// One id: its data frames, neither extended nor remote ones. Key 0 counts them.
#include <rk/rk.bpf.h>

#define SEEN 4
#include "seen.h"

SEC("can/vcan0/0x123")
int can_id(struct can_event *frame)
{
	count(0);
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
