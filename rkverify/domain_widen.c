/* SPDX-License-Identifier: MIT */
/* Widening of values at loop heads: bounds only move outwards, along finite ladders. */
#include "part.h"

/* The better of two rungs on this side of x. */
static s64 rung_up_to(s64 x, s64 best, s64 rung)
{
	return rung <= x && rung > best ? rung : best;
}

static s64 rung_from(s64 x, s64 best, s64 rung)
{
	return rung >= x && rung < best ? rung : best;
}

/* The largest rung <= x; the rungs are the thresholds within [lo, hi], the marks, and lo itself. */
static s64 rung_below(s64 x, s64 lo, const s64 *rungs, u32 n)
{
	static const s64 marks[] = {INT32_MIN, -1, 0};
	s64 best = lo;

	for (u32 i = 0; i < RK_ARRAY_SIZE(marks); i++)
		best = rung_up_to(x, best, marks[i]);
	for (u32 i = 0; i < n && rungs[i] <= x; i++)
		best = rung_up_to(x, best, rungs[i]);
	return best;
}

static s64 rung_above(s64 x, s64 hi, const s64 *rungs, u32 n)
{
	static const s64 marks[] = {0, INT32_MAX, UINT32_MAX};
	s64 best = hi;

	for (u32 i = 0; i < RK_ARRAY_SIZE(marks); i++)
		best = rung_from(x, best, marks[i]);
	for (u32 i = n; i > 0 && rungs[i - 1] >= x; i--)
		best = rung_from(x, best, rungs[i - 1]);
	return best;
}

/* Unsigned bounds beyond the signed range have one rung: the extreme. */
static struct rk_part widen_part(
	struct rk_part a, struct rk_part b, int width, const s64 *rungs, u32 n)
{
	struct rk_part full = rk_part_full(width);

	if (b.umin < a.umin)
		a.umin = b.umin > INT64_MAX ? 0 : (u64)rung_below((s64)b.umin, 0, rungs, n);
	if (b.umax > a.umax && b.umax <= INT64_MAX) {
		s64 top = width == 64 ? INT64_MAX : (s64)full.umax;

		a.umax = (u64)rung_above((s64)b.umax, top, rungs, n);
	} else if (b.umax > a.umax) {
		a.umax = full.umax;
	}
	if (b.smin < a.smin)
		a.smin = rung_below(b.smin, full.smin, rungs, n);
	if (b.smax > a.smax)
		a.smax = rung_above(b.smax, full.smax, rungs, n);
	return a;
}

/*
 * Bits that differ become unknown together with all above them, in the low half first: a counter
 * would otherwise need one round for each bit. Alignment below them stays.
 */
static struct rk_tnum widen_bits(struct rk_tnum a, struct rk_tnum b)
{
	struct rk_tnum t = rk_tnum_union(a, b);
	u64 fresh = t.mask & ~a.mask;

	if (fresh) {
		u64 up = ~((fresh & -fresh) - 1);

		t.mask |= fresh >> 32 ? up : up & UINT32_MAX;
		t.value &= ~t.mask;
	}
	return t;
}

/*
 * Not reduced: tightening one part by another could undo a step, and the chain would not end. Each
 * bound climbs a ladder of fewer than n + 6 rungs and each round that changes bits adds to the
 * mask, so a chain is stationary after finitely many rounds; it has arrived when the result
 * equals a, and then b adds nothing to a.
 */
struct rk_val rk_val_widen(
	const struct rk_val *a, const struct rk_val *b, const s64 *thresholds, u32 n)
{
	struct rk_part p, low;
	struct rk_val v;

	n = thresholds ? n : 0;
	p = widen_part(rk_part_get(a, 64), rk_part_get(b, 64), 64, thresholds, n);
	low = widen_part(rk_part_get(a, 32), rk_part_get(b, 32), 32, thresholds, n);
	rk_part_put(&v, 64, &p);
	rk_part_put(&v, 32, &low);
	rk_val_put_bits(&v, widen_bits(rk_val_bits(a), rk_val_bits(b)));
	return v;
}
