// SPDX-License-Identifier: MIT
// A function of x86 that only a breakpoint can probe.
#include <rk/rk.bpf.h>

SEC("kprobe/clear_page_rep")
int never_broken_into(void *regs)
{
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
