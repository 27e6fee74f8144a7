/* SPDX-License-Identifier: MIT */
/*
 * Soundness of every transfer function of the value domain, as functions that must return true
 * whatever the unknowns are. The domain's own sources are part of this module, so the code that is
 * proved is the code that runs.
 */
#include "harness.h"
#include "../../rkverify/eval.c"
#include "../../rkverify/tnum.c"
#include "../../rkverify/domain.c"
#include "../../rkverify/domain_alu.c"
#include "../../rkverify/domain_cond.c"
#include "../../rkverify/domain_widen.c"

/* Anything that is well-formed: known bits in their only spelling. */
static struct rk_val any_value(void)
{
	struct rk_val v = {
		.umin = rk_any64("umin"),
		.umax = rk_any64("umax"),
		.smin = (s64)rk_any64("smin"),
		.smax = (s64)rk_any64("smax"),
		.value = rk_any64("value"),
		.mask = rk_any64("mask"),
		.u32min = rk_any32("u32min"),
		.u32max = rk_any32("u32max"),
		.s32min = (s32)rk_any32("s32min"),
		.s32max = (s32)rk_any32("s32max"),
	};

	rk_assume(!(v.value & v.mask));
	return v;
}

/* Membership in parts: each claimed, or tried, by itself. */
#define PARTS(v, x)                                                                                \
	PART(((x) & ~(v)->mask) == (v)->value)                                                     \
	PART((x) >= (v)->umin)                                                                     \
	PART((x) <= (v)->umax)                                                                     \
	PART((s64)(x) >= (v)->smin)                                                                \
	PART((s64)(x) <= (v)->smax)                                                                \
	PART((u32)(x) >= (v)->u32min)                                                              \
	PART((u32)(x) <= (v)->u32max)                                                              \
	PART((s32)(x) >= (v)->s32min)                                                              \
	PART((s32)(x) <= (v)->s32max)

static void claim_member(const struct rk_val *v, u64 x)
{
#define PART(cond) rk_claim(cond);
	PARTS(v, x)
#undef PART
}

static bool try_member(const struct rk_val *v, u64 x)
{
	rk_try(true, true); /* begins */
#define PART(cond) rk_try(cond, false);
	PARTS(v, x)
#undef PART
	return rk_val_contains(v, x);
}

static struct rk_val any_with(u64 x)
{
	struct rk_val v = any_value();

	rk_assume(rk_val_contains(&v, x));
	return v;
}

static bool any_bool(void)
{
	return rk_any32("outcome") & 1;
}

/* ---- one width's intervals and known bits, as the reduction sees them ---- */

static struct rk_part any_part(int width)
{
	struct rk_val v = any_value();

	return rk_part_get(&v, width);
}

static bool part_has(const struct rk_part *p, u64 x, int width)
{
	u64 ux = rk_part_zext(x, width);
	s64 sx = rk_part_sext(x, width);

	return ux >= p->umin && ux <= p->umax && sx >= p->smin && sx <= p->smax;
}

/* Bounds fit the width. */
static bool part_fits(const struct rk_part *p, int width)
{
	return width == 64 || (p->umin <= LOW && p->umax <= LOW && p->smin == (s32)p->smin &&
				      p->smax == (s32)p->smax);
}

static bool part_within(const struct rk_part *a, const struct rk_part *b)
{
	return a->umin >= b->umin && a->umax <= b->umax && a->smin >= b->smin && a->smax <= b->smax;
}

static bool bits_have(struct rk_tnum t, u64 x)
{
	return (x & ~t.mask) == t.value;
}

/* Known bits in their only spelling; a is one and says at least what b says, if b is one. */
static bool bits_within(struct rk_tnum a, struct rk_tnum b)
{
	if (b.value & b.mask)
		return true;
	return !(a.value & a.mask) && !(a.mask & ~b.mask) && !((a.value ^ b.value) & ~b.mask);
}

static bool view_has(const struct view *v, u64 x)
{
	return part_has(&v->p, x, 64) && part_has(&v->low, x, 32) && bits_have(v->t, x);
}

/* What a reduction may make of b: nothing but tighter. */
static bool value_within(const struct rk_val *a, const struct rk_val *b)
{
	if (b->value & b->mask)
		return true;
	return rk_val_subset(a, b) && !(a->value & a->mask);
}

static bool view_within(const struct view *a, const struct view *b)
{
	return part_within(&a->p, &b->p) && part_within(&a->low, &b->low) &&
	       bits_within(a->t, b->t);
}

/* ---- contracts ---- */

#include "harness_reduce.c"

bool cut_rk_val_reduce(struct rk_val *v)
{
	struct rk_val was = *v;
	bool ok = any_bool();

	*v = any_value();
	rk_assume(!ok || value_within(v, &was));
	for (int i = 0; i < GHOSTS; i++)
		rk_assume(
			!try_member(&was, rk_ghost(i)) || (ok && rk_val_contains(v, rk_ghost(i))));
	rk_try(ok, true);
	return ok;
}

struct rk_val cut_shift_by(enum rk_alu op, int width, const struct rk_val *a, int n)
{
	struct rk_val v = any_value();
	u64 y = rk_eval_alu(op, (u8)(width / 8), false, rk_ghost(X), (u64)n);

	rk_assume(!rk_val_contains(a, rk_ghost(X)) || rk_val_contains(&v, y));
	return v;
}

/* Of subtraction and conjunction, as negation and shift counts use them. */
struct rk_val cut_rk_val_alu(
	enum rk_alu op, u8 size, bool is_signed, const struct rk_val *a, const struct rk_val *b)
{
	struct rk_val v = any_value();
	u64 mask = b->umax;

	if (op == RK_ALU_AND && (mask == 31 || mask == 63)) {
		rk_assume(!rk_val_contains(a, rk_ghost(Y)) ||
			  rk_val_contains(&v, rk_ghost(Y) & mask));
		rk_assume(v.umax <= mask || (!v.umin && v.umax == UINT64_MAX));
	} else if (op == RK_ALU_SUB) {
		rk_assume(!rk_val_contains(a, 0) || !rk_val_contains(b, rk_ghost(X)) ||
			  rk_val_contains(&v, rk_eval_alu(op, size, is_signed, 0, rk_ghost(X))));
	}
	return v;
}

/* ---- reduction ---- */

bool prove_reduce(int keeps)
{
	struct rk_val v = any_value(), was = v;
	u64 x = rk_ghost(X);
	bool ok;

	rk_assume(!keeps || rk_val_contains(&v, x));
	ok = rk_val_reduce(&v);
	rk_claim(keeps ? ok : !ok || value_within(&v, &was));
	if (keeps)
		claim_member(&v, x);
	return true;
}

/* ---- lattice ---- */

bool prove_subset(void)
{
	struct rk_val a = any_with(rk_ghost(X)), b = any_value();

	return !rk_val_subset(&a, &b) || rk_val_contains(&b, rk_ghost(X));
}

bool prove_join(void)
{
	struct rk_val a = any_value(), b = any_value(), v = rk_val_join(&a, &b);
	u64 x = rk_ghost(X);

	rk_assume(rk_val_contains(&a, x) || rk_val_contains(&b, x));
	claim_member(&v, x);
	return true;
}

bool prove_meet(void)
{
	struct rk_val a = any_with(rk_ghost(X)), b = any_with(rk_ghost(X)), v;

	rk_claim(rk_val_meet(&a, &b, &v));
	claim_member(&v, rk_ghost(X));
	return true;
}

/* Without thresholds. */
bool prove_widen(void)
{
	struct rk_val a = any_value(), b = any_value(), v = rk_val_widen(&a, &b, NULL, 0);
	u64 x = rk_ghost(X);

	rk_assume(rk_val_contains(&a, x) || rk_val_contains(&b, x));
	claim_member(&v, x);
	return true;
}

bool prove_is_const(void)
{
	struct rk_val a = any_with(rk_ghost(X));
	u64 x;

	return !rk_val_is_const(&a, &x) || x == rk_ghost(X);
}

bool prove_ranges(bool is_signed)
{
	u64 lo = rk_any64("lo"), hi = rk_any64("hi"), x = rk_ghost(X);
	struct rk_val v;

	if (is_signed) {
		rk_assume((s64)lo <= (s64)x && (s64)x <= (s64)hi);
		v = rk_val_srange((s64)lo, (s64)hi);
	} else {
		rk_assume(lo <= x && x <= hi);
		v = rk_val_urange(lo, hi);
	}
	return rk_val_contains(&v, x);
}

/* ---- arithmetic ---- */

bool prove_alu(int op, int size, int is_signed)
{
	u64 x = rk_ghost(X), y = rk_ghost(Y);
	struct rk_val a = any_with(x), b = any_with(y), v;

	rk_assume(rk_ghost(RESULT) == rk_eval_alu((enum rk_alu)op, (u8)size, is_signed, x, y));
	rk_assume(rk_ghost(MIDDLE) == (y & (8 * (u64)size - 1)));
	v = rk_val_alu((enum rk_alu)op, (u8)size, is_signed, &a, &b);
	claim_member(&v, rk_ghost(RESULT));
	return true;
}

bool prove_shift_by(int op, int size)
{
	u64 x = rk_ghost(X), n = rk_ghost(MIDDLE);
	struct rk_val a = any_with(x), v;

	rk_assume(n < 8 * (u64)size);
	rk_assume(rk_ghost(RESULT) == rk_eval_alu((enum rk_alu)op, (u8)size, false, x, n));
	v = shift_by((enum rk_alu)op, 8 * size, &a, (int)n);
	claim_member(&v, rk_ghost(RESULT));
	return true;
}

/* A masked shift count is below the width, or nothing is known of it. */
bool prove_count(int size)
{
	struct rk_val a = any_value(), mask = rk_val_const(8 * (u64)size - 1), v;

	v = rk_val_alu(RK_ALU_AND, 8, false, &a, &mask);
	return v.umax <= mask.umax || (!v.umin && v.umax == UINT64_MAX);
}

bool prove_neg(int size)
{
	u64 x = rk_ghost(X);
	struct rk_val a = any_with(x), v;

	rk_assume(rk_ghost(RESULT) == rk_eval_alu(RK_ALU_NEG, (u8)size, false, x, 0));
	v = rk_val_neg((u8)size, &a);
	claim_member(&v, rk_ghost(RESULT));
	return true;
}

bool prove_zext32(void)
{
	struct rk_val a = any_with(rk_ghost(X)), v;

	rk_assume(rk_ghost(RESULT) == (u32)rk_ghost(X));
	v = rk_val_zext32(&a);
	claim_member(&v, rk_ghost(RESULT));
	return true;
}

/* The number between: shifted left, before it is shifted back. */
static void sign_goes_up(u64 x, int size, int msize)
{
	u64 up = x << (8 * (size - msize));

	rk_assume(rk_ghost(MIDDLE) == (size == 8 ? up : (u32)up));
}

bool prove_movsx(int size, int msize)
{
	u64 x = rk_ghost(X);
	struct rk_val a = any_with(x), v;

	sign_goes_up(x, size, msize);
	rk_assume(rk_ghost(RESULT) == rk_eval_movsx((u8)size, (u8)msize, x));
	v = rk_val_movsx((u8)size, (u8)msize, &a);
	claim_member(&v, rk_ghost(RESULT));
	return true;
}

static u64 truncated(u64 x, int size, bool is_signed)
{
	if (size == 8)
		return x;
	if (is_signed)
		return size == 4   ? (u64)(s64)(s32)x
		       : size == 2 ? (u64)(s64)(s16)x
				   : (u64)(s64)(s8)x;
	return size == 4 ? (u32)x : size == 2 ? (u16)x : (u8)x;
}

bool prove_trunc(int size, int is_signed)
{
	u64 x = rk_ghost(X);
	struct rk_val a = any_with(x), v;

	sign_goes_up(x, 8, size);
	rk_assume(rk_ghost(RESULT) == truncated(x, size, is_signed));
	v = rk_val_trunc((u8)size, is_signed, &a);
	claim_member(&v, rk_ghost(RESULT));
	return true;
}

bool prove_bytes(int size, int is_signed)
{
	struct rk_val v;

	rk_assume(rk_ghost(RESULT) == truncated(rk_ghost(X), size, is_signed));
	v = rk_val_bytes((u8)size, is_signed);
	claim_member(&v, rk_ghost(RESULT));
	return true;
}

bool prove_end(int op, int bits)
{
	struct rk_val a = any_with(rk_ghost(X)), v;

	rk_assume(rk_ghost(RESULT) == rk_eval_end((enum rk_end)op, (u8)bits, rk_ghost(X)));
	v = rk_val_end((enum rk_end)op, (u8)bits, &a);
	claim_member(&v, rk_ghost(RESULT));
	return true;
}

/* ---- conditions ---- */

bool prove_assume(int op, int size, int taken)
{
	u64 x = rk_ghost(X), y = rk_ghost(Y);
	struct rk_val a = any_with(x), b = any_with(y);

	rk_assume(rk_eval_cond((enum rk_cond)op, (u8)size, x, y) == taken);
	rk_claim(rk_val_assume((enum rk_cond)op, (u8)size, taken, &a, &b));
	claim_member(&a, x);
	claim_member(&b, y);
	return true;
}

/* ---- self-tests: false claims, which must be refuted ---- */

/* A sum computed without its overflow check. */
bool prove_wrong_add(void)
{
	u64 x = rk_ghost(X), y = rk_ghost(Y);
	struct rk_val a = any_with(x), b = any_with(y);

	return x + y <= a.umax + b.umax;
}

/* A 32-bit comparison that refines the 64-bit interval. */
bool prove_wrong_cond(void)
{
	u64 x = rk_ghost(X);
	struct rk_val a = any_with(x);

	rk_assume((u32)x < 16);
	RK_LOWER(a.umax, 15);
	return rk_val_contains(&a, x);
}
