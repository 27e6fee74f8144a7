/* SPDX-License-Identifier: MIT */
/*
 * Conditions of the value domain: what a branch taken or not says of both operands. A rule works on
 * one width's intervals and on known bits; 32-bit conditions touch low halves only, and what
 * that means for the whole number is left to the reduction, which is sound on its own.
 */
#include "part.h"

struct pair {
	struct rk_part a, b;
};

/* a < b: a is below b's largest, b above a's smallest. */
static bool less_unsigned(struct rk_part *a, struct rk_part *b)
{
	if (!b->umax || a->umin == ~(u64)0)
		return false;
	RK_LOWER(a->umax, b->umax - 1);
	RK_RAISE(b->umin, a->umin + 1);
	return a->umin <= a->umax && b->umin <= b->umax;
}

static bool less_signed(struct rk_part *a, struct rk_part *b)
{
	if (b->smax == INT64_MIN || a->smin == INT64_MAX)
		return false;
	RK_LOWER(a->smax, b->smax - 1);
	RK_RAISE(b->smin, a->smin + 1);
	return a->smin <= a->smax && b->smin <= b->smax;
}

static bool at_most_unsigned(struct rk_part *a, struct rk_part *b)
{
	RK_LOWER(a->umax, b->umax);
	RK_RAISE(b->umin, a->umin);
	return a->umin <= a->umax && b->umin <= b->umax;
}

static bool at_most_signed(struct rk_part *a, struct rk_part *b)
{
	RK_LOWER(a->smax, b->smax);
	RK_RAISE(b->smin, a->smin);
	return a->smin <= a->smax && b->smin <= b->smax;
}

/* The orders in terms of < and <=; "not taken" is the opposite with the operands exchanged. */
static bool assume_order(enum rk_cond op, bool taken, struct rk_part *a, struct rk_part *b)
{
	switch (op) {
	case RK_COND_JLT: return taken ? less_unsigned(a, b) : at_most_unsigned(b, a);
	case RK_COND_JGE: return taken ? at_most_unsigned(b, a) : less_unsigned(a, b);
	case RK_COND_JGT: return taken ? less_unsigned(b, a) : at_most_unsigned(a, b);
	case RK_COND_JLE: return taken ? at_most_unsigned(a, b) : less_unsigned(b, a);
	case RK_COND_JSLT: return taken ? less_signed(a, b) : at_most_signed(b, a);
	case RK_COND_JSGE: return taken ? at_most_signed(b, a) : less_signed(a, b);
	case RK_COND_JSGT: return taken ? less_signed(b, a) : at_most_signed(a, b);
	case RK_COND_JSLE: return taken ? at_most_signed(a, b) : less_signed(b, a);
	default: return true;
	}
}

/* What a says of its low `width` bits, as a value whose upper half is unknown. */
static struct rk_val only_low(const struct rk_val *v, int width)
{
	struct rk_val low = rk_val_any();
	struct rk_part p;

	if (width == 64)
		return *v;
	p = rk_part_get(v, 32);
	rk_part_put(&low, 32, &p);
	low.mask = v->mask | ~(u64)UINT32_MAX;
	low.value = v->value & ~low.mask;
	return low;
}

/* Equal numbers have both operands' properties. */
static bool assume_equal(struct rk_val *a, struct rk_val *b, int width)
{
	struct rk_val x = only_low(a, width), y = only_low(b, width);

	return rk_val_meet(a, &y, a) && rk_val_meet(b, &x, b);
}

/* The only number that the low `width` bits may be. */
static bool low_const(const struct rk_val *v, int width, u64 *x)
{
	struct rk_part p = rk_part_get(v, width);
	u64 top = rk_part_top(width);

	*x = p.umin;
	if (p.umin == p.umax)
		return true;
	*x = v->value & top;
	return !(v->mask & top);
}

/* A number that is excluded can only move a bound that it is. */
static bool exclude(struct rk_val *v, u64 x, int width)
{
	struct rk_part p = rk_part_get(v, width);
	s64 sx = rk_part_sext(x, width);

	if (p.umin == p.umax)
		return p.umin != x;
	if (p.smin == p.smax)
		return p.smin != sx;
	p.umin += p.umin == x;
	p.umax -= p.umax == x;
	p.smin += p.smin == sx;
	p.smax -= p.smax == sx;
	rk_part_put(v, width, &p);
	return rk_val_reduce(v);
}

static bool assume_unequal(struct rk_val *a, struct rk_val *b, int width)
{
	u64 x, y;
	bool ca = low_const(a, width, &x), cb = low_const(b, width, &y);

	if (ca && cb)
		return x != y;
	if (cb)
		return exclude(a, y, width);
	return ca ? exclude(b, x, width) : true;
}

static bool meet_bits(struct rk_val *v, struct rk_tnum t)
{
	struct rk_tnum out;

	if (!rk_tnum_meet(rk_val_bits(v), t, &out))
		return false;
	rk_val_put_bits(v, out);
	return rk_val_reduce(v);
}

/* No common bit: what is known 1 in one is 0 in the other. */
static bool assume_disjoint(struct rk_val *a, struct rk_val *b, int width)
{
	u64 top = rk_part_top(width), in_a = a->value & top, in_b = b->value & top;

	if (in_a & in_b)
		return false;
	return meet_bits(a, (struct rk_tnum){0, ~in_b}) && meet_bits(b, (struct rk_tnum){0, ~in_a});
}

/* A common bit: neither is zero, and where only one bit can be common, both have it. */
static bool assume_common(struct rk_val *a, struct rk_val *b, int width)
{
	u64 both = (a->value | a->mask) & (b->value | b->mask) & rk_part_top(width);
	struct rk_tnum bit = {both, ~both};

	if (!both)
		return false;
	if (!(both & (both - 1)))
		return meet_bits(a, bit) && meet_bits(b, bit);
	return exclude(a, 0, width) && exclude(b, 0, width);
}

bool rk_val_assume(enum rk_cond op, u8 size, bool taken, struct rk_val *a, struct rk_val *b)
{
	int width = 8 * size;
	struct pair p;

	switch (op) {
	case RK_COND_JA: return taken;
	case RK_COND_JEQ: return taken ? assume_equal(a, b, width) : assume_unequal(a, b, width);
	case RK_COND_JNE: return taken ? assume_unequal(a, b, width) : assume_equal(a, b, width);
	case RK_COND_JSET: return taken ? assume_common(a, b, width) : assume_disjoint(a, b, width);
	default: break;
	}
	p = (struct pair){rk_part_get(a, width), rk_part_get(b, width)};
	if (!assume_order(op, taken, &p.a, &p.b))
		return false;
	rk_part_put(a, width, &p.a);
	rk_part_put(b, width, &p.b);
	return rk_val_reduce(a) && rk_val_reduce(b);
}
