// SPDX-License-Identifier: MIT
// A function that cannot be probed.
#include <rk/rk.bpf.h>

SEC("kprobe/rk_link_run")
int never_own(void *regs)
{
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
