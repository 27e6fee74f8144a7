/* SPDX-License-Identifier: MIT */
/*
 * Arithmetic of the value domain. Each operator is stated once for a width of 32 or 64 bits on
 * intervals (struct rk_part) and once on known bits; rk_val_alu() puts them together and reduces.
 * The low half of a 64-bit sum, difference, product or bit operation depends on the low halves of
 * the operands alone, so those get their 32-bit part from the 32-bit rule; all other results have
 * an unknown low half that the reduction tightens. 32-bit operations never look at upper halves.
 */
#include "part.h"

typedef unsigned __int128 u128;
typedef __int128 s128;

struct operand {
	struct rk_part part;
	struct rk_tnum bits;
};

/* Exact bounds wrapped to the width keep their order where both lie in the same turn. */
static void fit_unsigned(struct rk_part *p, u128 lo, u128 hi, int width)
{
	if (lo >> width != hi >> width)
		return;
	p->umin = rk_part_zext((u64)lo, width);
	p->umax = rk_part_zext((u64)hi, width);
}

/* The same for turns that begin at the smallest signed number. */
static void fit_signed(struct rk_part *p, s128 lo, s128 hi, int width)
{
	s128 half = (s128)1 << (width - 1);

	if ((lo + half) >> width != (hi + half) >> width)
		return;
	p->smin = rk_part_sext((u64)lo, width);
	p->smax = rk_part_sext((u64)hi, width);
}

/* Sums are monotone in both operands. */
static struct rk_part add_part(const struct rk_part *a, const struct rk_part *b, int width)
{
	struct rk_part p = rk_part_full(width);

	fit_unsigned(&p, (u128)a->umin + b->umin, (u128)a->umax + b->umax, width);
	fit_signed(&p, (s128)a->smin + b->smin, (s128)a->smax + b->smax, width);
	return p;
}

/* Differences grow with a and shrink with b; a borrow makes a negative turn, compared like others.
 */
static struct rk_part sub_part(const struct rk_part *a, const struct rk_part *b, int width)
{
	struct rk_part p = rk_part_full(width);

	fit_unsigned(&p, (u128)a->umin - b->umax, (u128)a->umax - b->umin, width);
	fit_signed(&p, (s128)a->smin - b->smax, (s128)a->smax - b->smin, width);
	return p;
}

static s128 least(s128 a, s128 b)
{
	return a < b ? a : b;
}

static s128 most(s128 a, s128 b)
{
	return a > b ? a : b;
}

/* A bilinear function takes its extremes at corners. */
static struct rk_part mul_part(const struct rk_part *a, const struct rk_part *b, int width)
{
	struct rk_part p = rk_part_full(width);
	s128 low_low = (s128)a->smin * b->smin, low_high = (s128)a->smin * b->smax;
	s128 high_low = (s128)a->smax * b->smin, high_high = (s128)a->smax * b->smax;

	fit_unsigned(&p, (u128)a->umin * b->umin, (u128)a->umax * b->umax, width);
	fit_signed(&p, least(least(low_low, low_high), least(high_low, high_high)),
		most(most(low_low, low_high), most(high_low, high_high)), width);
	return p;
}

/* x/0 = 0: a divisor that may be zero adds 0 to quotients that are at most x. */
static struct rk_part div_part(const struct rk_part *a, const struct rk_part *b, int width)
{
	struct rk_part p = rk_part_full(width);

	p.umin = b->umin ? a->umin / b->umax : 0;
	p.umax = b->umin ? a->umax / b->umin : a->umax;
	return p;
}

/* Truncated quotients are monotone in a; by a positive divisor their size is largest at its least.
 */
static struct rk_part sdiv_part(const struct rk_part *a, const struct rk_part *b, int width)
{
	struct rk_part p = rk_part_full(width);
	s64 limit = p.smin, big;

	if (b->smin > 0) {
		p.smin = a->smin / (a->smin < 0 ? b->smin : b->smax);
		p.smax = a->smax / (a->smax > 0 ? b->smin : b->smax);
		return p;
	}
	if (b->smin == 0) { /* some 1 among the divisors, or all zero, which gives 0 */
		p.smin = a->smin < 0 ? a->smin : 0;
		p.smax = a->smax > 0 ? a->smax : 0;
		return p;
	}
	if (a->smin == limit) /* divided by -1 it wraps to itself */
		return p;
	big = -a->smin > a->smax ? -a->smin : a->smax;
	if (b->smin == b->smax) { /* a constant below zero: antitone */
		p.smin = a->smax / b->smin;
		p.smax = a->smin / b->smin;
		return p;
	}
	p.smin = -big;
	p.smax = big;
	return p;
}

/* x%0 = x. Within one quotient the remainder is monotone. */
static struct rk_part mod_part(const struct rk_part *a, const struct rk_part *b, int width)
{
	struct rk_part p = rk_part_full(width);

	p.umin = 0;
	p.umax = a->umax;
	if (!b->umin)
		return p;
	if (a->umax < b->umin) {
		p.umin = a->umin;
	} else if (b->umin == b->umax && a->umin / b->umin == a->umax / b->umin) {
		p.umin = a->umin % b->umin;
		p.umax = a->umax % b->umin;
	} else {
		RK_LOWER(p.umax, b->umax - 1);
	}
	return p;
}

/* The remainder has a's sign, is no larger than a, and smaller than b unless b is 0. */
static struct rk_part smod_part(const struct rk_part *a, const struct rk_part *b, int width)
{
	struct rk_part p = rk_part_full(width);
	bool maybe_zero = b->smin <= 0 && b->smax >= 0;
	s128 big = -(s128)b->smin > b->smax ? -(s128)b->smin : b->smax;

	p.smin = a->smin < 0 ? a->smin : 0;
	p.smax = a->smax > 0 ? a->smax : 0;
	if (!maybe_zero) {
		if (p.smin < 1 - big)
			p.smin = (s64)(1 - big);
		if (p.smax > big - 1)
			p.smax = (s64)(big - 1);
	}
	return p;
}

/* All ones up to the highest one of x: the largest result of bit operations on numbers up to x. */
static u64 fill(u64 x)
{
	return x ? ~(u64)0 >> __builtin_clzll(x) : 0;
}

/* The k with all of [smin, smax] within [-2^k, 2^k), as the mask 2^k - 1. */
static u64 signed_fill(const struct rk_part *a)
{
	return fill(
		(a->smin < 0 ? ~(u64)a->smin : 0) | (a->smax < 0 ? ~(u64)a->smax : (u64)a->smax));
}

/*
 * x & y is at most each operand taken as unsigned. Signed: where one is not negative the result is
 * at most that one, else at most both; and numbers >= -2^k agree above bit k with their sign.
 */
static struct rk_part and_part(const struct rk_part *a, const struct rk_part *b, int width)
{
	struct rk_part p = rk_part_full(width);
	s64 least = a->smin < b->smin ? a->smin : b->smin;

	p.umin = 0;
	p.umax = a->umax < b->umax ? a->umax : b->umax;
	p.smin = least < 0 ? (s64)~fill(~(u64)least) : 0;
	p.smax = a->smax > b->smax ? a->smax : b->smax;
	return p;
}

/*
 * x | y is at least each operand taken as unsigned, and has no bit above the highest of both.
 * Signed: a negative operand makes the result negative and at least that operand.
 */
static struct rk_part or_part(const struct rk_part *a, const struct rk_part *b, int width)
{
	struct rk_part p = rk_part_full(width);

	p.umin = a->umin > b->umin ? a->umin : b->umin;
	p.umax = fill(a->umax | b->umax);
	p.smin = a->smin < b->smin ? a->smin : b->smin;
	p.smax = a->smax < 0 || b->smax < 0 ? -1 : (s64)fill((u64)a->smax | (u64)b->smax);
	return p;
}

/* No bit above the highest of both; numbers within [-2^k, 2^k) stay there. */
static struct rk_part xor_part(const struct rk_part *a, const struct rk_part *b, int width)
{
	struct rk_part p = rk_part_full(width);
	u64 mask = signed_fill(a) | signed_fill(b);

	p.umax = fill(a->umax | b->umax);
	p.smin = (s64)~mask;
	p.smax = (s64)mask;
	return p;
}

static s128 shifted(s64 x, int n)
{
	return (s128)((u128)(s128)x << n);
}

/* Multiplication by 2^n, n < width. */
static struct rk_part lsh_part(const struct rk_part *a, int n, int width)
{
	struct rk_part p = rk_part_full(width);

	fit_unsigned(&p, (u128)a->umin << n, (u128)a->umax << n, width);
	fit_signed(&p, shifted(a->smin, n), shifted(a->smax, n), width);
	return p;
}

/* Shifts to the right are monotone in the view whose sign they keep. */
static struct rk_part rsh_part(const struct rk_part *a, int n, int width)
{
	struct rk_part p = rk_part_full(width);

	p.umin = a->umin >> n;
	p.umax = a->umax >> n;
	return p;
}

static struct rk_part arsh_part(const struct rk_part *a, int n, int width)
{
	struct rk_part p = rk_part_full(width);

	p.smin = a->smin >> n;
	p.smax = a->smax >> n;
	return p;
}

static struct rk_part part_of(
	enum rk_alu op, bool is_signed, const struct rk_part *a, const struct rk_part *b, int width)
{
	switch (op) {
	case RK_ALU_ADD: return add_part(a, b, width);
	case RK_ALU_SUB: return sub_part(a, b, width);
	case RK_ALU_MUL: return mul_part(a, b, width);
	case RK_ALU_DIV: return is_signed ? sdiv_part(a, b, width) : div_part(a, b, width);
	case RK_ALU_MOD: return is_signed ? smod_part(a, b, width) : mod_part(a, b, width);
	case RK_ALU_AND: return and_part(a, b, width);
	case RK_ALU_OR: return or_part(a, b, width);
	case RK_ALU_XOR: return xor_part(a, b, width);
	default: return rk_part_full(width);
	}
}

static bool power_of_two(struct rk_tnum t)
{
	return !t.mask && t.value && !(t.value & (t.value - 1));
}

/* Unsigned remainder by 2^k is a mask; everything else that divides has unknown bits. */
static struct rk_tnum bits_of(enum rk_alu op, bool is_signed, struct rk_tnum a, struct rk_tnum b)
{
	struct rk_tnum unknown = {0, ~(u64)0};

	switch (op) {
	case RK_ALU_ADD: return rk_tnum_add(a, b);
	case RK_ALU_SUB: return rk_tnum_sub(a, b);
	case RK_ALU_MUL: return rk_tnum_mul(a, b);
	case RK_ALU_AND: return rk_tnum_and(a, b);
	case RK_ALU_OR: return rk_tnum_or(a, b);
	case RK_ALU_XOR: return rk_tnum_xor(a, b);
	case RK_ALU_MOD:
		if (!is_signed && power_of_two(b))
			return rk_tnum_and(a, (struct rk_tnum){b.value - 1, 0});
		return unknown;
	default: return unknown;
	}
}

static struct rk_tnum shifted_bits(enum rk_alu op, struct rk_tnum a, int n, int width)
{
	if (op == RK_ALU_LSH)
		return (struct rk_tnum){a.value << n, a.mask << n};
	if (op == RK_ALU_RSH)
		return (struct rk_tnum){a.value >> n, a.mask >> n};
	/* an unknown sign spreads as unknown bits, a known one as itself */
	return (struct rk_tnum){
		(u64)(rk_part_sext(a.value, width) >> n), (u64)(rk_part_sext(a.mask, width) >> n)};
}

static struct operand operand_of(const struct rk_val *v, int width)
{
	u64 top = rk_part_top(width);

	return (struct operand){rk_part_get(v, width), {v->value & top, v->mask & top}};
}

/*
 * A result of the given width as a value. 32-bit results are zero-extended: their 64-bit bounds are
 * the unsigned 32-bit ones. `low` is the 32-bit part of a 64-bit result, NULL where unknown. The
 * reduction cannot fail on what some execution produces; on operands that are empty without showing
 * it, any value is sound.
 */
static struct rk_val assemble(
	int width, const struct rk_part *p, const struct rk_part *low, struct rk_tnum bits)
{
	struct rk_val v = rk_val_any();

	if (width == 32) {
		rk_part_put(&v, 32, p);
		v.umin = p->umin;
		v.umax = p->umax;
		bits.value &= UINT32_MAX;
		bits.mask &= UINT32_MAX;
	} else {
		rk_part_put(&v, 64, p);
		if (low)
			rk_part_put(&v, 32, low);
	}
	rk_val_put_bits(&v, bits);
	return rk_val_reduce(&v) ? v : rk_val_any();
}

static struct rk_val shift_by(enum rk_alu op, int width, const struct rk_val *a, int n)
{
	struct operand x = operand_of(a, width);
	struct rk_part p, low;

	if (op == RK_ALU_LSH)
		p = lsh_part(&x.part, n, width);
	else
		p = op == RK_ALU_RSH ? rsh_part(&x.part, n, width) : arsh_part(&x.part, n, width);
	if (op != RK_ALU_LSH || width == 32 || n >= 32)
		return assemble(width, &p, NULL, shifted_bits(op, x.bits, n, width));
	low = rk_part_get(a, 32); /* the low half of a left shift is the shift of the low half */
	low = lsh_part(&low, n, 32);
	return assemble(width, &p, &low, shifted_bits(op, x.bits, n, width));
}

/* What n makes of a, joined to `all` if `some` is in it already; nothing if n cannot be the count.
 */
static bool join_count(enum rk_alu op, int width, const struct rk_val *a,
	const struct rk_val *count, int n, struct rk_val *all, bool some)
{
	struct rk_val one;

	if (!rk_val_contains(count, (u64)n))
		return some;
	one = shift_by(op, width, a, n);
	*all = some ? rk_val_join(all, &one) : one;
	return true;
}

/* A count of several values: the join over those that it may be, at most 64. */
static struct rk_val shift(
	enum rk_alu op, int width, const struct rk_val *a, const struct rk_val *b)
{
	struct rk_val mask = rk_val_const((u64)width - 1), all = rk_val_any();
	struct rk_val count = rk_val_alu(RK_ALU_AND, 8, false, b, &mask);
	bool some = false;

	if (count.umin == count.umax)
		return shift_by(op, width, a, (int)count.umin);
	for (int n = 0; n < width; n++)
		some = join_count(op, width, a, &count, n, &all, some);
	return all;
}

/* Operations whose low half needs the operands' low halves only. */
static bool low_is_closed(enum rk_alu op)
{
	return op == RK_ALU_ADD || op == RK_ALU_SUB || op == RK_ALU_MUL || op == RK_ALU_AND ||
	       op == RK_ALU_OR || op == RK_ALU_XOR;
}

static struct rk_val binary(
	enum rk_alu op, int width, bool is_signed, const struct rk_val *a, const struct rk_val *b)
{
	struct operand x = operand_of(a, width), y = operand_of(b, width);
	struct rk_part p = part_of(op, is_signed, &x.part, &y.part, width), low;
	struct rk_tnum bits = bits_of(op, is_signed, x.bits, y.bits);

	if (width == 32 || !low_is_closed(op))
		return assemble(width, &p, NULL, bits);
	x = operand_of(a, 32);
	y = operand_of(b, 32);
	low = part_of(op, is_signed, &x.part, &y.part, 32);
	return assemble(width, &p, &low, bits);
}

static bool low_is_any(const struct rk_val *v)
{
	return !v->u32min && v->u32max == UINT32_MAX && v->s32min == INT32_MIN &&
	       v->s32max == INT32_MAX && (u32)v->mask == UINT32_MAX;
}

struct rk_val rk_val_zext32(const struct rk_val *a)
{
	struct operand x;

	if (low_is_any(a))
		return rk_val_unsigned(4);
	x = operand_of(a, 32);
	return assemble(32, &x.part, NULL, x.bits);
}

struct rk_val rk_val_neg(u8 size, const struct rk_val *a)
{
	struct rk_val zero = rk_val_const(0);

	return rk_val_alu(RK_ALU_SUB, size, false, &zero, a);
}

struct rk_val rk_val_alu(
	enum rk_alu op, u8 size, bool is_signed, const struct rk_val *a, const struct rk_val *b)
{
	u64 x, y;

	switch (op) {
	case RK_ALU_MOV: return size == 8 ? *b : rk_val_zext32(b);
	case RK_ALU_NEG: return rk_val_neg(size, a);
	case RK_ALU_END: return rk_val_any(); /* has its own function */
	default: break;
	}
	if (rk_val_is_const(a, &x) && rk_val_is_const(b, &y))
		return rk_val_const(rk_eval_alu(op, size, is_signed, x, y));
	if (op == RK_ALU_LSH || op == RK_ALU_RSH || op == RK_ALU_ARSH)
		return shift(op, 8 * size, a, b);
	return binary(op, 8 * size, is_signed, a, b);
}

/* Shift the sign to the top and back: both are exact here. */
struct rk_val rk_val_movsx(u8 size, u8 msize, const struct rk_val *a)
{
	int width = 8 * size, n = width - 8 * msize;
	struct rk_val v = shift_by(RK_ALU_LSH, width, a, n);

	return shift_by(RK_ALU_ARSH, width, &v, n);
}

struct rk_val rk_val_trunc(u8 size, bool is_signed, const struct rk_val *a)
{
	u64 most = UINT64_MAX >> (64 - 8 * size);
	struct rk_val mask = rk_val_const(most);

	if (size == 8)
		return *a;
	if (is_signed)
		return rk_val_movsx(8, size, a);
	if (a->umax <= most) /* there is nothing to cut off */
		return *a;
	if (low_is_any(a))
		return rk_val_unsigned(size);
	return rk_val_alu(RK_ALU_AND, 8, false, a, &mask);
}

/* Bytes move with their known bits; bounds do not survive the move. */
struct rk_val rk_val_end(enum rk_end op, u8 bits, const struct rk_val *a)
{
	struct rk_val v;

	if (op == RK_END_LE)
		return rk_val_trunc(bits / 8, false, a);
	v = rk_val_any();
	v.value = rk_eval_end(op, bits, a->value);
	v.mask = rk_eval_end(op, bits, a->mask);
	return rk_val_reduce(&v) ? v : rk_val_any();
}
