// SPDX-License-Identifier: MIT
// The word AT of a sample's context is read, and WHAT, if not that word, is sent to a ring.
#include <rk/rk.bpf.h>
#include "ring.h"

#ifndef WHAT
#define WHAT &word
#endif

SEC("perf_event")
int prog(__u64 *ctx)
{
	__u64 word = ctx[AT];

	bpf_ringbuf_output(&ring, WHAT, sizeof(word), 0);
	return word == 1;
}

RK_LICENSE("GPL");
