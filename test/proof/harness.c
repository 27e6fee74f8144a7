/* SPDX-License-Identifier: MIT */
/*
 * Soundness of every transfer function of the value domain, as functions that must return true
 * whatever the unknowns are. The domain's own sources are part of this module, so the code that is
 * proved is the code that runs.
 */
#include "harness.h"
#include "eval.c"
#include "tnum.c"
#include "domain.c"
#include "domain_alu.c"
#include "domain_cond.c"
#include "domain_widen.c"

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

/* Membership in parts: each claimed by itself. */
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

/* Membership, tried in parts: what is found so need not be found again at once. */
static void try_member(const struct rk_val *v, u64 x)
{
	rk_try(true, true); /* begins */
#define PART(cond) rk_try(cond, false);
	PARTS(v, x)
#undef PART
}

/* Of the ghosts from first to last. */
static bool reduced(struct rk_val *v, int first, int last)
{
	struct rk_val was = *v;
	bool ok = any_bool();

	*v = any_value();
	rk_assume(!ok || value_within(v, &was));
	for (int i = first; i <= last; i++) {
		try_member(&was, rk_ghost(i));
		rk_assume(!rk_val_contains(&was, rk_ghost(i)) ||
			  (ok && rk_val_contains(v, rk_ghost(i))));
	}
	return ok;
}

bool cut_rk_val_reduce(struct rk_val *v)
{
	return reduced(v, X, X);
}

bool cut_reduce_operands(struct rk_val *v)
{
	return reduced(v, X, Y);
}

bool cut_reduce_result(struct rk_val *v)
{
	return reduced(v, RESULT, RESULT);
}

bool cut_rk_val_meet(const struct rk_val *a, const struct rk_val *b, struct rk_val *out)
{
	struct rk_val v = any_value();
	bool ok = any_bool();

	for (int i = 0; i < GHOSTS; i++)
		rk_assume(!(rk_val_contains(a, rk_ghost(i)) && rk_val_contains(b, rk_ghost(i))) ||
			  (ok && rk_val_contains(&v, rk_ghost(i))));
	*out = v;
	return ok;
}

struct rk_val cut_rk_val_join(const struct rk_val *a, const struct rk_val *b)
{
	struct rk_val v = any_value();
	u64 x = rk_ghost(RESULT);

	rk_assume(!(rk_val_contains(a, x) || rk_val_contains(b, x)) || rk_val_contains(&v, x));
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

	rk_assume(rk_val_subset(&a, &b));
	claim_member(&b, rk_ghost(X));
	return true;
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

s64 cut_rung_below(s64 x, s64 lo, const s64 *rungs, u32 n)
{
	s64 best = (s64)rk_any64("rung");

	rk_assume(lo > x || (lo <= best && best <= x));
	return best;
}

s64 cut_rung_above(s64 x, s64 hi, const s64 *rungs, u32 n)
{
	s64 best = (s64)rk_any64("rung");

	rk_assume(hi < x || (x <= best && best <= hi));
	return best;
}

/*
 * What the loops of rung_below() and rung_above() keep true, whatever the thresholds: they begin
 * with the extreme and change it by these functions only.
 */
bool prove_rungs(void)
{
	s64 x = (s64)rk_any64("x"), best = (s64)rk_any64("best"), rung = (s64)rk_any64("rung");
	s64 end = (s64)rk_any64("end"), below = rung_up_to(x, best, rung);
	s64 above = rung_from(x, best, rung);

	rk_claim(!(end <= best && best <= x) || (end <= below && below <= x));
	rk_claim(!(x <= best && best <= end) || (x <= above && above <= end));
	return true;
}

/* With any number of thresholds: they are seen by the rungs alone. */
bool prove_widen(void)
{
	static const s64 thresholds[1];
	struct rk_val a = any_value(), b = any_value(), v;
	u64 x = rk_ghost(X);

	rk_assume(rk_val_contains(&a, x) || rk_val_contains(&b, x));
	v = rk_val_widen(&a, &b, thresholds, 1);
	claim_member(&v, x);
	return true;
}

bool prove_widen_without_thresholds(void)
{
	struct rk_val a = any_value(), b = any_value(), v = rk_val_widen(&a, &b, NULL, 0);
	u64 x = rk_ghost(X);

	rk_assume(rk_val_contains(&a, x) || rk_val_contains(&b, x));
	claim_member(&v, x);
	return true;
}

bool prove_everything(void)
{
	struct rk_val any = rk_val_any(), one = rk_val_const(rk_ghost(X));

	rk_claim(rk_val_contains(&any, rk_ghost(X)));
	return rk_val_contains(&one, rk_ghost(X));
}

bool prove_is_const(void)
{
	struct rk_val a = any_with(rk_ghost(X));
	u64 x;

	return !rk_val_is_const(&a, &x) || x == rk_ghost(X);
}

bool cut_rk_val_is_const(const struct rk_val *v, u64 *x)
{
	bool is = any_bool();

	*x = rk_any64("constant");
	for (int i = 0; i < GHOSTS; i++)
		rk_assume(!is || !rk_val_contains(v, rk_ghost(i)) || *x == rk_ghost(i));
	return is;
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

#include "harness_alu.c"
#include "harness_cond.c"

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
