// SPDX-License-Identifier: MIT
// Sets line 0 from where the chip's driver holds its lock.
#include <rk/rk.bpf.h>

#include <bpf/bpf_tracing.h>

/* 0: GPIO chip; 1: queued, 2: not */
#define SEEN 3
#include "seen.h"

SEC("kprobe/rk_lines_locked")
int held(struct pt_regs *regs)
{
	__u32 key = 0;
	__u64 *chip = bpf_map_lookup_elem(&seen, &key);

	if (chip)
		count(bpf_gpio_set((__u32)*chip, 0, 1) == 1 ? 1 : 2);
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
