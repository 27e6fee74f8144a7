// SPDX-License-Identifier: MIT
// Sixteen ids, extended and remote ones with these bits as well. Key 0 counts them.
#include <rk/rk.bpf.h>

#define SEEN 4
#include "seen.h"

SEC("can/vcan0/0x120/0x7f0")
int can_mask(struct can_event *frame)
{
	count(0);
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
