/* SPDX-License-Identifier: MIT */
/*
 * How often a cycle closes, by one location: what every edge that closes it says, taken together.
 * Where the location moves by at least `step` in one direction and never wraps, in one of three
 * readings (unsigned, signed, low half signed), it stays within the bounds that it has on these
 * edges, which allows so many steps. Pure.
 */
#ifndef RK_TRIP_BOUND_H
#define RK_TRIP_BOUND_H

#include "state.h"
#include "walk_cost.h"

struct rk_bound {
	bool up, down, set;
	u8 lax; /* readings that do not hold: RK_LAX, ... */
	u64 step, umin, umax;
	s64 smin, smax, half_min, half_max;
};

static inline void rk_bound_begin(struct rk_bound *b)
{
	*b = (struct rk_bound){.up = true,
		.down = true,
		.step = U64_MAX,
		.umin = U64_MAX,
		.smin = S64_MAX,
		.smax = S64_MIN,
		.half_min = S64_MAX,
		.half_max = S64_MIN};
}

/* An edge on which the location moved by [lo, hi], and now is v. */
static inline void rk_bound_edge(
	struct rk_bound *b, s64 lo, s64 hi, u8 lax, const struct rk_moved *v)
{
	u64 step = lo > 0 ? (u64)lo : (u64)-hi;

	b->up &= lo > 0;
	b->down &= hi < 0;
	b->lax |= lax;
	b->set = true;
	b->step = step < b->step ? step : b->step;
	b->umin = v->umin < b->umin ? v->umin : b->umin;
	b->umax = v->umax > b->umax ? v->umax : b->umax;
	b->smin = v->smin < b->smin ? v->smin : b->smin;
	b->smax = v->smax > b->smax ? v->smax : b->smax;
	b->half_min = v->s32min < b->half_min ? v->s32min : b->half_min;
	b->half_max = v->s32max > b->half_max ? v->s32max : b->half_max;
}

/* U64_MAX: no bound. */
static inline u64 rk_bound_trips(const struct rk_bound *b)
{
	u64 best = U64_MAX, by;

	if (!b->set || (!b->up && !b->down))
		return U64_MAX;
	if (!(b->lax & RK_LAX))
		best = (b->umax - b->umin) / b->step;
	by = b->lax & RK_LAX_SIGNED ? U64_MAX : ((u64)b->smax - (u64)b->smin) / b->step;
	best = by < best ? by : best;
	by = b->lax & RK_LAX_HALF ? U64_MAX : (u64)(b->half_max - b->half_min) / b->step;
	return rk_sat_add(by < best ? by : best, 1);
}

#endif
