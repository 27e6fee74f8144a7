/* SPDX-License-Identifier: MIT */
/*
 * Periodic programs of the embedded profile: earliest deadline first, deadline = end of the period,
 * with admission control. A run is never preempted by another (the priority ceiling of programs
 * that share one CPU), so each task is also charged the longest run of a task with a longer period
 * as blocking: for every i, the sum over periods <= T_i of C/T, plus B_i/T_i, is at most 1 (Baker).
 * The caller owns the timer and serialises changes; runs happen in rk_sched_run() alone.
 */
#ifndef RK_EDF_H
#define RK_EDF_H

#include "runtime.h"

enum { RK_SCHED_TASKS = 16 };

struct rk_sched_task {
	struct rk_slot *slot; /* NULL: unused */
	u64 period_ns, worst_ns;
	u64 release_ns; /* next */
	u64 sequence;
};

struct rk_sched {
	struct rk_sched_task tasks[RK_SCHED_TASKS];
};

/* RK_EBUSY: the worst cases would not fit, *why says so; RK_EINPUT: no period or no bound. */
int rk_sched_add(struct rk_sched *s, struct rk_slot *slot, u64 period_ns, u64 worst_ns, u64 now_ns,
	const char **why);
/* Another worst case for the same slot; refused, the old one stays. */
int rk_sched_change(struct rk_sched *s, const struct rk_slot *slot, u64 worst_ns, const char **why);
int rk_sched_remove(struct rk_sched *s, const struct rk_slot *slot);
/* The highest demand that a task sees, blocking included, in parts per million of the CPU. */
u32 rk_sched_load_ppm(const struct rk_sched *s);
/* When the next task is due; ~0 where there is none. */
u64 rk_sched_next(const struct rk_sched *s);
/* Run every task that is due, earliest deadline first. Returns how many ran. */
u32 rk_sched_run(struct rk_sched *s);

#endif
