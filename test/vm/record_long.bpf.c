// SPDX-License-Identifier: MIT
// Reads further than any record of its event reaches: for the tests of refusal.
#include <rk/rk.bpf.h>

SEC("tracepoint/power/suspend_resume")
int record_long(const char *ctx)
{
	return ctx[2000];
}

RK_LICENSE("Dual MIT/GPL");
