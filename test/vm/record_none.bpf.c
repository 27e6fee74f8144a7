// SPDX-License-Identifier: MIT
// An event that no kernel has.
#include <rk/rk.bpf.h>

SEC("tracepoint/power/rk_no_such_event")
int record_none(void *ctx)
{
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
