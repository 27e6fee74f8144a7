/* SPDX-License-Identifier: MIT */
/* Which periodic programs may run: Baker's test, as edf.h states it. */
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

static const char too_much[] = "worst cases of all periodic programs do not fit into their periods";

static struct rk_sched_task *task_of(struct rk_sched *s, const struct rk_slot *slot)
{
	for (u32 i = 0; i < RK_SCHED_TASKS; i++)
		if (s->tasks[i].slot == slot)
			return &s->tasks[i];
	return NULL;
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
	*why = too_much;
	if (rk_sched_load_ppm(s) > WHOLE) {
		t->slot = NULL;
		return RK_EBUSY;
	}
	*why = NULL;
	return RK_OK;
}

int rk_sched_change(struct rk_sched *s, const struct rk_slot *slot, u64 worst_ns, const char **why)
{
	struct rk_sched_task *t = task_of(s, slot);
	u64 before;

	*why = "the program is not a periodic one";
	if (!t || !worst_ns)
		return t ? RK_EINPUT : RK_ENOENT;
	before = t->worst_ns;
	t->worst_ns = worst_ns;
	*why = too_much;
	if (worst_ns > before && rk_sched_load_ppm(s) > WHOLE) {
		t->worst_ns = before;
		return RK_EBUSY;
	}
	*why = NULL;
	return RK_OK;
}

int rk_sched_remove(struct rk_sched *s, const struct rk_slot *slot)
{
	struct rk_sched_task *t = task_of(s, slot);

	if (!t)
		return RK_ENOENT;
	t->slot = NULL;
	return RK_OK;
}
