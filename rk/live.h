/* SPDX-License-Identifier: MIT */
/* Real periodic timers in this process: absolute deadlines on CLOCK_MONOTONIC. */
#ifndef RK_LIVE_H
#define RK_LIVE_H

#include "rk/ctx.h"
#include "rk/types.h"

struct rk_live {
	u64 period, next; /* the coming expiry */
	u64 sequence;
	u64 late_total, late_max; /* ns from expiry to wake-up */
};

void rk_live_init(struct rk_live *l, u64 period_ns);
/* Sleep until the next expiry and describe it. False: a signal came first. */
bool rk_live_wait(struct rk_live *l, struct timer_event *e);
/* SCHED_FIFO for this thread; 0 or errno. */
int rk_live_fifo(int priority);

#endif
