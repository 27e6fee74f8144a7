/* SPDX-License-Identifier: MIT */
/* When periodic programs run. Which may: admit.c. */
#include "edf.h"

u64 rk_sched_next(const struct rk_sched *s)
{
	u64 next = ~0ull;

	for (u32 i = 0; i < RK_SCHED_TASKS; i++)
		if (s->tasks[i].slot && s->tasks[i].release_ns < next)
			next = s->tasks[i].release_ns;
	return next;
}

/* Of the tasks released by now, the one whose period ends first. */
static struct rk_sched_task *most_urgent(struct rk_sched *s, u64 now)
{
	struct rk_sched_task *best = NULL;

	for (u32 i = 0; i < RK_SCHED_TASKS; i++) {
		struct rk_sched_task *t = &s->tasks[i];

		if (!t->slot || t->release_ns > now)
			continue;
		if (!best || t->release_ns + t->period_ns < best->release_ns + best->period_ns)
			best = t;
	}
	return best;
}

/* One expiry stands for every period that has begun since. */
static void run_task(struct rk_sched_task *t, u64 now)
{
	struct timer_event e = {
		.scheduled = t->release_ns,
		.actual = now,
		.period = t->period_ns,
		.sequence = t->sequence++,
		.missed = (now - t->release_ns) / t->period_ns,
	};
	u64 ret;

	t->release_ns += (e.missed + 1) * t->period_ns;
	rk_slot_run(t->slot, &e, &ret);
}

u32 rk_sched_run(struct rk_sched *s)
{
	struct rk_sched_task *t;
	u64 now = rk_plat_now_ns();
	u32 n = 0;

	while (n < RK_SCHED_TASKS && (t = most_urgent(s, now))) {
		run_task(t, now);
		now = rk_plat_now_ns();
		n++;
	}
	return n;
}
