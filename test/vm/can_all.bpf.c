// SPDX-License-Identifier: MIT
// Every frame of an interface: classic data (0), CAN FD (1), remote (2); 3: a frame whose event
// does not fit what was sent, the number of the frame in its data first.
#include <rk/rk.bpf.h>

#define SEEN 4
#include "seen.h"

static __u32 expected[3];

static __always_inline _Bool fits(const struct can_event *frame, __u32 kind)
{
	__u32 number = frame->data[0] | frame->data[1] << 8;

	if (!frame->timestamp || !frame->interface || kind > 2)
		return 0;
	if (kind == 2)
		return frame->len == 4 && !number;
	return number == expected[kind]++ && frame->len == (kind ? 64 : 8);
}

SEC("can/vcan0")
int can_all(struct can_event *frame)
{
	__u32 kind = frame->id & 0x40000000 ? 2 : frame->flags ? 1 : 0;

	count(fits(frame, kind) ? kind : 3);
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
