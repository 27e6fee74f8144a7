/* SPDX-License-Identifier: MIT */
/* Arithmetic on known bits: pure functions over pairs of words; see tnum.h. */
#include "tnum.h"

static struct rk_tnum make(u64 value, u64 mask)
{
	return (struct rk_tnum){.value = value & ~mask, .mask = mask};
}

/* All members share the bits above the highest one in which min and max differ. */
struct rk_tnum rk_tnum_range(u64 min, u64 max)
{
	u64 diff = min ^ max;

	return make(min, diff ? ~(u64)0 >> __builtin_clzll(diff) : 0);
}

/* A bit is unknown if an operand's is, or if its carry-in differs between the extreme sums. */
struct rk_tnum rk_tnum_add(struct rk_tnum a, struct rk_tnum b)
{
	u64 masks = a.mask + b.mask, values = a.value + b.value;

	return make(values, ((masks + values) ^ values) | a.mask | b.mask);
}

/* The same with borrows: the extremes are value - b's largest and a's largest - value. */
struct rk_tnum rk_tnum_sub(struct rk_tnum a, struct rk_tnum b)
{
	u64 diff = a.value - b.value;

	return make(diff, ((diff + a.mask) ^ (diff - b.mask)) | a.mask | b.mask);
}

struct product {
	struct rk_tnum a, b, unsure;
};

/*
 * One bit of a. For members x and y of a and b, x*y - a.value*b.value is what this bit adds to
 * `unsure` plus the same difference for what is left of a and b.
 */
static void multiply_bit(struct product *p)
{
	if (p->a.value & 1)
		p->unsure = rk_tnum_add(p->unsure, make(0, p->b.mask));
	else if (p->a.mask & 1)
		p->unsure = rk_tnum_add(p->unsure, make(0, p->b.value | p->b.mask));
	p->a = (struct rk_tnum){p->a.value >> 1, p->a.mask >> 1};
	p->b = (struct rk_tnum){p->b.value << 1, p->b.mask << 1};
}

/* Long multiplication: the known product plus the uncertainty of each partial product. */
struct rk_tnum rk_tnum_mul(struct rk_tnum a, struct rk_tnum b)
{
	struct product p = {a, b, {0, 0}};

	while (p.a.value || p.a.mask)
		multiply_bit(&p);
	return rk_tnum_add(make(a.value * b.value, 0), p.unsure);
}

/* Known 0 where either is known 0, known 1 where both are. */
struct rk_tnum rk_tnum_and(struct rk_tnum a, struct rk_tnum b)
{
	u64 ones = a.value & b.value, maybe = (a.value | a.mask) & (b.value | b.mask);

	return make(ones, maybe & ~ones);
}

/* Known 1 where either is known 1, unknown where otherwise any is unknown. */
struct rk_tnum rk_tnum_or(struct rk_tnum a, struct rk_tnum b)
{
	u64 ones = a.value | b.value;

	return make(ones, (a.mask | b.mask) & ~ones);
}

struct rk_tnum rk_tnum_xor(struct rk_tnum a, struct rk_tnum b)
{
	return make(a.value ^ b.value, a.mask | b.mask);
}

struct rk_tnum rk_tnum_union(struct rk_tnum a, struct rk_tnum b)
{
	return make(a.value, a.mask | b.mask | (a.value ^ b.value));
}

bool rk_tnum_meet(struct rk_tnum a, struct rk_tnum b, struct rk_tnum *out)
{
	if ((a.value ^ b.value) & ~a.mask & ~b.mask)
		return false;
	*out = make(a.value | b.value, a.mask & b.mask);
	return true;
}

/*
 * Let b be the highest known bit in which x disagrees. Above it x may stay. If the known bit is 1,
 * setting it already exceeds x. Else a higher unknown bit that is 0 in x must become 1: the lowest
 * such one, c. What is below the bit that grew takes its smallest value.
 */
bool rk_tnum_ceil(struct rk_tnum t, u64 *x)
{
	u64 wrong = (*x ^ t.value) & ~t.mask, bit, free;

	if (!wrong)
		return true;
	bit = (u64)1 << (63 - __builtin_clzll(wrong));
	if (!(t.value & bit)) {
		free = t.mask & ~*x & ~(bit | (bit - 1));
		if (!free)
			return false;
		bit = free & -free;
	}
	*x = (*x & ~(bit | (bit - 1))) | bit | (t.value & (bit - 1));
	return true;
}

/* Complementing reverses the order. */
bool rk_tnum_floor(struct rk_tnum t, u64 *x)
{
	u64 y = ~*x;

	if (!rk_tnum_ceil(make(~t.value, t.mask), &y))
		return false;
	*x = ~y;
	return true;
}
