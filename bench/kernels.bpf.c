// SPDX-License-Identifier: MIT
// The kernels as programs: the state is global data, as a robot program would hold it.
#include <rk/rk.bpf.h>
#include "kernels.h"

static union mem state;

#define KERNEL(name, text)                                                                         \
	SEC("timer/1ms") u64 name(struct timer_event *ctx)                                         \
	{                                                                                          \
		return k_##name(&state);                                                           \
	}
#include "kernels.def"

RK_LICENSE("Dual MIT/GPL");
