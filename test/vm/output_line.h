/* SPDX-License-Identifier: MIT */
/* A timer that sets a LINE of a chip, which its test names in `seen`, at each PERIOD. */
#include <rk/rk.bpf.h>

/* 0: GPIO chip; 1: written, 2: refused */
#define SEEN 3
#include "seen.h"

SEC("timer/" PERIOD)
int line(struct timer_event *evt)
{
	__u32 key = 0;
	__u64 *chip = bpf_map_lookup_elem(&seen, &key);

	if (chip)
		count(bpf_gpio_set((__u32)*chip, LINE, 1) == 0 ? 1 : 2);
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
