// SPDX-License-Identifier: MIT
// A loop that is asked for as many trips as an address, or a few bits of it, says.
#include <rk/rk.bpf.h>

static int places[8];

static long step(__u32 i, void *none)
{
	places[i]++;
	return 0;
}

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	bpf_loop(TRIPS(ctx[1]), step, 0, 0);
	return places[0];
}

RK_LICENSE("GPL");
