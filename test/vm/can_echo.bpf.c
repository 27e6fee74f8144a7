// SPDX-License-Identifier: MIT
// Answers each frame of id 0x200 with its data: 0 queued, 1 no room. Key 2: refused as it should
// be.
#include <rk/rk.bpf.h>

#define SEEN 4
#include "seen.h"

SEC("can/vcan0/0x200")
int can_echo(struct can_event *frame)
{
	__u8 data[8];
	long sent;

	for (int i = 0; i < 8; i++)
		data[i] = frame->data[i];
	sent = bpf_can_send(frame->interface, 0x18daf110, data, sizeof(data));
	count(sent == 1 ? 0 : sent == -105 ? 1 : 3);
	/* Error frames are the controller's to send. */
	if (bpf_can_send(frame->interface, 0x20000001, data, 8) == -22)
		count(2);
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
