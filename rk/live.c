/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <sched.h>
#include <time.h>

#include "live.h"
#include "rk_platform.h"

void rk_live_init(struct rk_live *l, u64 period_ns)
{
	*l = (struct rk_live){.period = period_ns, .next = rk_plat_now_ns() + period_ns};
}

bool rk_live_wait(struct rk_live *l, struct timer_event *e)
{
	struct timespec t = {(time_t)(l->next / 1000000000), (long)(l->next % 1000000000)};
	u64 late;

	if (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL))
		return false;
	e->scheduled = l->next;
	e->actual = rk_plat_now_ns();
	e->period = l->period;
	e->sequence = l->sequence++;
	late = e->actual - e->scheduled;
	e->missed = late / l->period; /* expiries that this one stands for */
	l->next += (e->missed + 1) * l->period;
	l->late_total += late;
	if (late > l->late_max)
		l->late_max = late;
	return true;
}

int rk_live_fifo(int priority)
{
	const struct sched_param p = {.sched_priority = priority};

	return sched_setscheduler(0, SCHED_FIFO, &p) ? errno : 0;
}
