// SPDX-License-Identifier: MIT
// A function that cannot be probed.
#include <rk/rk.bpf.h>

SEC("kprobe/no_such_function")
int never_found(void *regs)
{
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
