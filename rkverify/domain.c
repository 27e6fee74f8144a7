/* SPDX-License-Identifier: MIT */
/*
 * The lattice of the value domain: constructors, order, reduction, join, meet, widening. Arithmetic
 * is in domain_alu.c, conditions in domain_cond.c. Pure functions.
 */
#include <string.h>
#include "part.h"

#define LOW 0xffffffffu
#define SIGN ((u64)1 << 63)

struct rk_val rk_val_const(u64 x)
{
	return (struct rk_val){
		.umin = x,
		.umax = x,
		.smin = (s64)x,
		.smax = (s64)x,
		.value = x,
		.u32min = (u32)x,
		.u32max = (u32)x,
		.s32min = (s32)x,
		.s32max = (s32)x,
	};
}

struct rk_val rk_val_any(void)
{
	return (struct rk_val){
		.umax = UINT64_MAX,
		.smin = INT64_MIN,
		.smax = INT64_MAX,
		.mask = UINT64_MAX,
		.u32max = UINT32_MAX,
		.s32min = INT32_MIN,
		.s32max = INT32_MAX,
	};
}

struct rk_val rk_val_urange(u64 min, u64 max)
{
	struct rk_val v = rk_val_any();

	v.umin = min;
	v.umax = max;
	return rk_val_reduce(&v) ? v : rk_val_any();
}

struct rk_val rk_val_srange(s64 min, s64 max)
{
	struct rk_val v = rk_val_any();

	v.smin = min;
	v.smax = max;
	return rk_val_reduce(&v) ? v : rk_val_any();
}

struct rk_val rk_val_bytes(u8 size, bool is_signed)
{
	int unused = 64 - 8 * size;

	if (is_signed)
		return rk_val_srange(INT64_MIN >> unused, INT64_MAX >> unused);
	return rk_val_unsigned(size);
}

bool rk_val_is_const(const struct rk_val *v, u64 *x)
{
	if (v->mask && v->umin != v->umax)
		return false;
	*x = v->mask ? v->umin : v->value;
	return true;
}

bool rk_val_equal(const struct rk_val *a, const struct rk_val *b)
{
	return !memcmp(a, b, sizeof(*a)); /* the struct has no padding */
}

RK_STATIC_ASSERT(sizeof(struct rk_val) == 6 * 8 + 4 * 4, "no padding: compared as bytes");

/* Part by part: enough, and exact where both are reduced. */
bool rk_val_subset(const struct rk_val *a, const struct rk_val *b)
{
	return a->umin >= b->umin && a->umax <= b->umax && a->smin >= b->smin &&
	       a->smax <= b->smax && a->u32min >= b->u32min && a->u32max <= b->u32max &&
	       a->s32min >= b->s32min && a->s32max <= b->s32max && !(a->mask & ~b->mask) &&
	       !((a->value ^ b->value) & ~b->mask);
}

bool rk_val_contains(const struct rk_val *v, u64 x)
{
	return (x & ~v->mask) == v->value && x >= v->umin && x <= v->umax && (s64)x >= v->smin &&
	       (s64)x <= v->smax && (u32)x >= v->u32min && (u32)x <= v->u32max &&
	       (s32)x >= v->s32min && (s32)x <= v->s32max;
}

/*
 * Within one width. If one pair of bounds lies on one side of its own wrap-around point, it orders
 * the other's numbers too. If it crosses it, the other view is two runs with a gap between them,
 * and a bound in the gap moves to its edge.
 */
static void reduce_part(struct rk_part *p, int width)
{
	u64 lo, hi;

	if (rk_part_sext(p->umin, width) <= rk_part_sext(p->umax, width)) {
		RK_RAISE(p->smin, rk_part_sext(p->umin, width));
		RK_LOWER(p->smax, rk_part_sext(p->umax, width));
	} else {
		s64 last = rk_part_sext(p->umax, width), first = (s64)p->umin;

		if (p->smin > last && p->smin < first)
			p->smin = first;
		if (p->smax > last && p->smax < first)
			p->smax = last;
	}
	lo = rk_part_zext((u64)p->smin, width);
	hi = rk_part_zext((u64)p->smax, width);
	if (lo <= hi) {
		RK_RAISE(p->umin, lo);
		RK_LOWER(p->umax, hi);
	} else {
		if (p->umin > hi && p->umin < lo)
			p->umin = lo;
		if (p->umax > hi && p->umax < lo)
			p->umax = hi;
	}
}

/*
 * The low halves of fewer than 2^32 successive numbers are a run on the circle of 32-bit numbers;
 * it is an interval of the view in which its ends are in order.
 */
static void low_of_run(struct rk_part *low, u64 first, u64 last)
{
	if (last - first > LOW)
		return;
	if ((u32)first <= (u32)last) {
		RK_RAISE(low->umin, (u32)first);
		RK_LOWER(low->umax, (u32)last);
	}
	if ((s32)first <= (s32)last) {
		RK_RAISE(low->smin, (s32)first);
		RK_LOWER(low->smax, (s32)last);
	}
}

/* Smallest number >= *x whose low half the part allows; false past the end of the order. */
static bool ceil_low(const struct rk_part *low, u64 *x)
{
	u64 high = *x & ~(u64)LOW, lo = (u32)*x;
	u32 gap_first = (u32)low->smax, gap_end = (u32)low->smin;

	if (lo < low->umin) {
		lo = low->umin;
	} else if (lo > low->umax) {
		if (high == ~(u64)LOW)
			return false;
		high += (u64)LOW + 1;
		lo = low->umin;
	} else if (low->smin < 0 && low->smax >= 0 && lo > gap_first && lo < gap_end) {
		lo = gap_end;
	}
	*x = high | lo;
	return true;
}

static bool floor_low(const struct rk_part *low, u64 *x)
{
	u64 high = *x & ~(u64)LOW, lo = (u32)*x;
	u32 gap_first = (u32)low->smax, gap_end = (u32)low->smin;

	if (lo > low->umax) {
		lo = low->umax;
	} else if (lo < low->umin) {
		if (!high)
			return false;
		high -= (u64)LOW + 1;
		lo = low->umax;
	} else if (low->smin < 0 && low->smax >= 0 && lo > gap_first && lo < gap_end) {
		lo = gap_first;
	}
	*x = high | lo;
	return true;
}

/* Flipping the sign bit turns the signed order into the unsigned one and keeps the low half. */
static bool low_to_high(struct rk_part *p, const struct rk_part *low)
{
	u64 smin = (u64)p->smin ^ SIGN, smax = (u64)p->smax ^ SIGN;

	if (!ceil_low(low, &p->umin) || !floor_low(low, &p->umax) || !ceil_low(low, &smin) ||
		!floor_low(low, &smax))
		return false;
	p->smin = (s64)(smin ^ SIGN);
	p->smax = (s64)(smax ^ SIGN);
	return true;
}

/* Each bound moves to the nearest number whose known bits agree. */
static bool bits_to_part(struct rk_part *p, struct rk_tnum t, int width)
{
	u64 sign = (u64)1 << (width - 1);
	u64 smin = rk_part_zext((u64)p->smin ^ sign, width);
	u64 smax = rk_part_zext((u64)p->smax ^ sign, width);
	struct rk_tnum flipped = {(t.value ^ sign) & ~t.mask, t.mask};

	if (!rk_tnum_ceil(t, &p->umin) || !rk_tnum_floor(t, &p->umax) ||
		!rk_tnum_ceil(flipped, &smin) || !rk_tnum_floor(flipped, &smax))
		return false;
	p->smin = rk_part_sext(smin ^ sign, width);
	p->smax = rk_part_sext(smax ^ sign, width);
	return true;
}

static bool ordered(const struct rk_part *p)
{
	return p->umin <= p->umax && p->smin <= p->smax;
}

/* What the bounds say of the bits: the common prefix, of the whole and of the low half. */
static bool part_to_bits(struct rk_tnum *t, const struct rk_part *p, const struct rk_part *low)
{
	struct rk_tnum half = rk_tnum_range(low->umin, low->umax);

	half.mask |= ~(u64)LOW;
	half.value &= ~half.mask;
	return rk_tnum_meet(*t, rk_tnum_range(p->umin, p->umax), t) && rk_tnum_meet(*t, half, t);
}

/* A value taken apart, all numbers as wide as a register. */
struct view {
	struct rk_part p, low;
	struct rk_tnum t;
};

static bool reduce_once(struct view *v)
{
	if (~v->t.mask && (!bits_to_part(&v->p, v->t, 64) ||
				  !bits_to_part(&v->low,
					  (struct rk_tnum){(u32)v->t.value, (u32)v->t.mask}, 32)))
		return false;
	reduce_part(&v->p, 64);
	if (!ordered(&v->p))
		return false;
	low_of_run(&v->low, v->p.umin, v->p.umax);
	low_of_run(&v->low, (u64)v->p.smin, (u64)v->p.smax);
	reduce_part(&v->low, 32);
	if (!ordered(&v->low) || !low_to_high(&v->p, &v->low))
		return false;
	reduce_part(&v->p, 64);
	return ordered(&v->p) && part_to_bits(&v->t, &v->p, &v->low);
}

static bool same_part(const struct rk_part *a, const struct rk_part *b)
{
	return a->umin == b->umin && a->umax == b->umax && a->smin == b->smin && a->smax == b->smax;
}

/* Every step only removes numbers that some part excludes, so stopping at any round is sound. */
bool rk_val_reduce(struct rk_val *v)
{
	enum { ROUNDS = 4 };
	struct view now = {rk_part_get(v, 64), rk_part_get(v, 32), rk_val_bits(v)}, before;

	for (int i = 0; i < ROUNDS; i++) {
		if (!now.t.mask || now.p.umin == now.p.umax) {
			u64 x = now.t.mask ? now.p.umin : now.t.value;

			if (!rk_val_contains(v, x))
				return false;
			*v = rk_val_const(x);
			return true;
		}
		before = now;
		if (!reduce_once(&now))
			return false;
		if (same_part(&before.p, &now.p) && same_part(&before.low, &now.low) &&
			before.t.mask == now.t.mask)
			break;
	}
	rk_part_put(v, 64, &now.p);
	rk_part_put(v, 32, &now.low);
	rk_val_put_bits(v, now.t);
	return true;
}

static struct rk_part join_part(struct rk_part a, struct rk_part b)
{
	RK_LOWER(a.umin, b.umin);
	RK_RAISE(a.umax, b.umax);
	RK_LOWER(a.smin, b.smin);
	RK_RAISE(a.smax, b.smax);
	return a;
}

/* Part by part: each part's join contains both parts' numbers. */
struct rk_val rk_val_join(const struct rk_val *a, const struct rk_val *b)
{
	struct rk_part p = join_part(rk_part_get(a, 64), rk_part_get(b, 64));
	struct rk_part low = join_part(rk_part_get(a, 32), rk_part_get(b, 32));
	struct rk_val v;

	rk_part_put(&v, 64, &p);
	rk_part_put(&v, 32, &low);
	rk_val_put_bits(&v, rk_tnum_union(rk_val_bits(a), rk_val_bits(b)));
	return v;
}

static struct rk_part meet_part(struct rk_part a, struct rk_part b)
{
	RK_RAISE(a.umin, b.umin);
	RK_LOWER(a.umax, b.umax);
	RK_RAISE(a.smin, b.smin);
	RK_LOWER(a.smax, b.smax);
	return a;
}

bool rk_val_meet(const struct rk_val *a, const struct rk_val *b, struct rk_val *out)
{
	struct rk_part p = meet_part(rk_part_get(a, 64), rk_part_get(b, 64));
	struct rk_part low = meet_part(rk_part_get(a, 32), rk_part_get(b, 32));
	struct rk_tnum t;

	if (!ordered(&p) || !ordered(&low) || !rk_tnum_meet(rk_val_bits(a), rk_val_bits(b), &t))
		return false;
	rk_part_put(out, 64, &p);
	rk_part_put(out, 32, &low);
	rk_val_put_bits(out, t);
	return rk_val_reduce(out);
}
