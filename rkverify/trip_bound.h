/* SPDX-License-Identifier: MIT */
/*
 * How often a cycle closes, by one location: what every edge that closes it says, taken together.
 * Where the location moves by at least `step` in one direction and never wraps, in one of three
 * readings (unsigned, signed, low half signed), it stays within the bounds that it has on these
 * edges, which allows so many steps. Where it may wrap, it may do so before the cycle closes for
 * the first time alone, if the largest move from within the bounds of its low half does not leave
 * 32 bits: from then on it begins each cycle within them. Pure.
 */
#ifndef RK_TRIP_BOUND_H
#define RK_TRIP_BOUND_H

#include "state.h"
#include "walk_cost.h"

struct rk_bound {
	bool up, down, set;
	u8 lax; /* readings that do not hold: RK_LAX, ... */
	u64 step, umin, umax;
	s64 lo, hi; /* of all moves */
	s64 smin, smax, half_min, half_max;
};

static inline void rk_bound_begin(struct rk_bound *b)
{
	*b = (struct rk_bound){.up = true,
		.down = true,
		.step = U64_MAX,
		.umin = U64_MAX,
		.lo = S64_MAX,
		.hi = S64_MIN,
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
	b->lo = lo < b->lo ? lo : b->lo;
	b->hi = hi > b->hi ? hi : b->hi;
	b->umin = v->umin < b->umin ? v->umin : b->umin;
	b->umax = v->umax > b->umax ? v->umax : b->umax;
	b->smin = v->smin < b->smin ? v->smin : b->smin;
	b->smax = v->smax > b->smax ? v->smax : b->smax;
	b->half_min = v->s32min < b->half_min ? v->s32min : b->half_min;
	b->half_max = v->s32max > b->half_max ? v->s32max : b->half_max;
}

/* The low half moves as a whole number from cycle to cycle, unsigned or signed. */
static inline bool rk_bound_low_stays(const struct rk_bound *b)
{
	return b->umax <= U32_MAX && (s64)b->umin + b->lo >= 0 && (s64)b->umax + b->hi <= U32_MAX;
}

static inline bool rk_bound_half_stays(const struct rk_bound *b)
{
	return b->half_min + b->lo >= S32_MIN && b->half_max + b->hi <= S32_MAX;
}

/* U64_MAX: no bound. */
static inline u64 rk_bound_trips(const struct rk_bound *b)
{
	u64 best = U64_MAX, by;

	if (!b->set || (!b->up && !b->down))
		return U64_MAX;
	if (!(b->lax & RK_LAX) || rk_bound_low_stays(b))
		best = (b->umax - b->umin) / b->step;
	by = b->lax & RK_LAX_SIGNED ? U64_MAX : ((u64)b->smax - (u64)b->smin) / b->step;
	best = by < best ? by : best;
	by = U64_MAX;
	if (!(b->lax & RK_LAX_HALF) || rk_bound_half_stays(b))
		by = (u64)(b->half_max - b->half_min) / b->step;
	return rk_sat_add(by < best ? by : best, 1);
}

#endif
