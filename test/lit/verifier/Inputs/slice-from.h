// SPDX-License-Identifier: MIT
// A slice of a packet is what WRITE writes to it.
#include <rk/rk.bpf.h>
#include "slice.h"

SEC("tc")
int prog(struct __sk_buff *ctx)
{
	struct bpf_dynptr packet;
	char *from;

	if (bpf_dynptr_from_skb(ctx, 0, &packet))
		return 0;
	from = bpf_dynptr_slice(&packet, 0, 0, 8);
	if (from)
		WRITE(from);
	return 0;
}

RK_LICENSE("GPL");
