/* SPDX-License-Identifier: MIT */
#include "edf.h"

enum { WHOLE = 1000000 };

/* a / b in parts per million, rounded up; saturated, so that a sum of 17 of them cannot wrap. */
static u64 ppm(u64 a, u64 b)
{
	if (a >= b)
		return WHOLE + 1;
	while (a >= 1ull << 40) { /* keeps a * WHOLE in range; a is rounded up, b down */
		a = (a >> 1) + 1;
		b >>= 1;
	}
	return (a * WHOLE + b - 1) / b;
}

/*
 * Demand that task i can meet (Baker's test): the tasks with periods no longer than its own, and
 * one run, already begun, of the longest task with a longer period.
 */
static u64 demand(const struct rk_sched *s, const struct rk_sched_task *i)
{
	u64 sum = 0, blocking = 0;

	for (u32 k = 0; k < RK_SCHED_TASKS; k++) {
		const struct rk_sched_task *t = &s->tasks[k];

		if (!t->slot)
			continue;
		if (t->period_ns <= i->period_ns)
			sum += ppm(t->worst_ns, t->period_ns);
		else if (t->worst_ns > blocking)
			blocking = t->worst_ns;
	}
	return sum + (blocking ? ppm(blocking, i->period_ns) : 0);
}

u32 rk_sched_load_ppm(const struct rk_sched *s)
{
	u64 most = 0;

	for (u32 i = 0; i < RK_SCHED_TASKS; i++) {
		u64 d = s->tasks[i].slot ? demand(s, &s->tasks[i]) : 0;

		most = d > most ? d : most;
	}
	return (u32)most;
}

int rk_sched_add(struct rk_sched *s, struct rk_slot *slot, u64 period_ns, u64 worst_ns, u64 now_ns,
	const char **why)
{
	struct rk_sched_task *t = NULL;

	*why = "a periodic program needs a period and a proved worst case";
	if (!period_ns || !worst_ns || period_ns > 1ull << 62)
		return RK_EINPUT;
	for (u32 i = 0; i < RK_SCHED_TASKS && !t; i++)
		if (!s->tasks[i].slot)
			t = &s->tasks[i];
	*why = "there are as many periodic programs as this runtime takes";
	if (!t)
		return RK_EBUSY;
	*t = (struct rk_sched_task){slot, period_ns, worst_ns, now_ns + period_ns, 0};
	*why = "worst cases of all periodic programs do not fit into their periods";
	if (rk_sched_load_ppm(s) > WHOLE) {
		t->slot = NULL;
		return RK_EBUSY;
	}
	*why = NULL;
	return RK_OK;
}

int rk_sched_remove(struct rk_sched *s, const struct rk_slot *slot)
{
	for (u32 i = 0; i < RK_SCHED_TASKS; i++) {
		if (s->tasks[i].slot != slot)
			continue;
		s->tasks[i].slot = NULL;
		return RK_OK;
	}
	return RK_ENOENT;
}

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
