/* SPDX-License-Identifier: MIT */
/*
 * The reduction's steps: the contract of each, and the proof that it keeps it. Part of harness.c,
 * which includes this file behind what both use.
 */

/* Membership, tried in parts. */
static bool try_part(const struct rk_part *p, u64 x, int width)
{
	rk_try(rk_part_zext(x, width) >= p->umin, false);
	rk_try(rk_part_zext(x, width) <= p->umax, false);
	rk_try(rk_part_sext(x, width) >= p->smin, false);
	rk_try(rk_part_sext(x, width) <= p->smax, false);
	return part_has(p, x, width);
}

static bool try_bits(struct rk_tnum t, u64 x)
{
	rk_try(bits_have(t, x), false);
	return bits_have(t, x);
}

/* The steps of a reduction are about one number: no proof that uses them has another. */
bool cut_bits_to_part(struct rk_part *p, struct rk_tnum t, int width)
{
	struct rk_part was = *p;
	u64 x = rk_ghost(X);
	bool ok = any_bool(), had, has;

	*p = any_part(width);
	rk_assume(!ok || part_within(p, &was));
	rk_try(true, true);
	had = try_part(&was, x, width);
	has = try_bits(t, rk_part_zext(x, width));
	rk_assume(!(had && has) || (ok && part_has(p, x, width)));
	rk_try(ok, false);
	return ok;
}

void cut_reduce_part(struct rk_part *p, int width)
{
	struct rk_part was = *p;
	u64 x = rk_ghost(X);

	*p = any_part(64);
	rk_assume(part_within(p, &was));
	rk_assume(part_fits(p, width) || !ordered(p)); /* of nothing a bound may be anything */
	rk_try(true, true);
	rk_assume(!try_part(&was, x, width) || part_has(p, x, width));
}

/* Members of the run are those at most as far behind its first number as its last one is. */
static bool run_has(u64 first, u64 last, u64 x)
{
	return x - first <= last - first;
}

void cut_low_of_run(struct rk_part *low, u64 first, u64 last)
{
	struct rk_part was = *low;
	u64 x = rk_ghost(X);

	*low = any_part(32);
	rk_assume(part_within(low, &was));
	rk_try(true, true);
	rk_try(run_has(first, last, x), false);
	rk_assume(!(try_part(&was, x, 32) && run_has(first, last, x)) || part_has(low, x, 32));
}

bool cut_low_to_high(struct rk_part *p, const struct rk_part *low)
{
	struct rk_part was = *p;
	u64 x = rk_ghost(X);
	bool ok = any_bool(), had, has;

	*p = any_part(64);
	rk_assume(!ok || part_within(p, &was));
	rk_try(true, true);
	had = try_part(&was, x, 64);
	has = try_part(low, x, 32);
	rk_assume(!(had && has) || (ok && part_has(p, x, 64)));
	rk_try(ok, false);
	return ok;
}

bool cut_part_to_bits(struct rk_tnum *t, const struct rk_part *p, const struct rk_part *low)
{
	struct rk_tnum was = *t;
	u64 x = rk_ghost(X);
	bool ok = any_bool(), had, high, half;

	*t = (struct rk_tnum){rk_any64("value"), rk_any64("mask")};
	rk_assume(!ok || bits_within(*t, was));
	rk_try(true, true);
	had = try_bits(was, x);
	high = try_part(p, x, 64);
	half = try_part(low, x, 32);
	rk_assume(!(had && high && half) || (ok && bits_have(*t, x)));
	rk_try(ok, false);
	return ok;
}

bool cut_reduce_once(struct view *v)
{
	struct view was = *v;
	u64 x = rk_ghost(X);
	bool ok = any_bool(), high, half, bits;

	v->p = any_part(64);
	v->low = any_part(32);
	v->t = (struct rk_tnum){rk_any64("value"), rk_any64("mask")};
	rk_assume(!ok || view_within(v, &was));
	rk_try(true, true);
	high = try_part(&was.p, x, 64);
	half = try_part(&was.low, x, 32);
	bits = try_bits(was.t, x);
	rk_assume(!(high && half && bits) || (ok && view_has(v, x)));
	rk_try(ok, false);
	return ok;
}

/* A reduction promises two things, proved apart: it only narrows, and it keeps every member. */
static void claim_narrower(bool ok, const struct rk_part *p, const struct rk_part *was, int width)
{
	rk_claim(!ok || p->umin >= was->umin);
	rk_claim(!ok || p->umax <= was->umax);
	rk_claim(!ok || p->smin >= was->smin);
	rk_claim(!ok || p->smax <= was->smax);
	rk_claim(!ok || part_fits(p, width));
}

static void claim_kept(const struct rk_part *p, u64 x, int width)
{
	u64 ux = rk_part_zext(x, width);
	s64 sx = rk_part_sext(x, width);

	rk_claim(ux >= p->umin);
	rk_claim(ux <= p->umax);
	rk_claim(sx >= p->smin);
	rk_claim(sx <= p->smax);
}

bool prove_bits_to_part(int width, int keeps)
{
	struct rk_part p = any_part(width), was = p;
	struct rk_tnum t = {
		rk_part_zext(rk_any64("value"), width), rk_part_zext(rk_any64("mask"), width)};
	u64 x = rk_ghost(X);
	bool ok;

	rk_assume(!keeps || (part_has(&p, x, width) && bits_have(t, rk_part_zext(x, width))));
	ok = bits_to_part(&p, t, width);
	if (keeps) {
		rk_claim(ok);
		claim_kept(&p, x, width);
	} else {
		claim_narrower(ok, &p, &was, width);
	}
	return true;
}

bool prove_reduce_part(int width, int keeps)
{
	struct rk_part p = any_part(width), was = p;
	u64 x = rk_ghost(X);

	rk_assume(!keeps || part_has(&p, x, width));
	reduce_part(&p, width);
	if (keeps)
		claim_kept(&p, x, width);
	else
		claim_narrower(ordered(&p), &p, &was, width);
	rk_claim(part_within(&p, &was));
	return true;
}

bool prove_low_of_run(int keeps)
{
	struct rk_part low = any_part(32), was = low;
	u64 first = rk_any64("first"), last = rk_any64("last"), x = rk_ghost(X);

	rk_assume(!keeps || (run_has(first, last, x) && part_has(&low, x, 32)));
	low_of_run(&low, first, last);
	if (keeps)
		claim_kept(&low, x, 32);
	else
		claim_narrower(true, &low, &was, 32);
	return true;
}

bool prove_low_to_high(int keeps)
{
	struct rk_part p = any_part(64), was = p, low = any_part(32);
	u64 x = rk_ghost(X);
	bool ok;

	rk_assume(!keeps || (part_has(&p, x, 64) && part_has(&low, x, 32)));
	ok = low_to_high(&p, &low);
	if (keeps) {
		rk_claim(ok);
		claim_kept(&p, x, 64);
	} else {
		claim_narrower(ok, &p, &was, 64);
	}
	return true;
}

bool prove_part_to_bits(int keeps)
{
	struct rk_part p = any_part(64), low = any_part(32);
	struct rk_tnum t = {rk_any64("value"), rk_any64("mask")}, was = t;
	u64 x = rk_ghost(X);
	bool ok;

	rk_assume(!keeps || (bits_have(t, x) && part_has(&p, x, 64) && part_has(&low, x, 32)));
	ok = part_to_bits(&t, &p, &low);
	rk_claim(keeps ? ok : !ok || bits_within(t, was));
	rk_claim(!keeps || bits_have(t, x));
	return true;
}

bool prove_reduce_once(int keeps)
{
	struct view v, was;
	u64 x = rk_ghost(X);
	bool ok;

	v = was = (struct view){any_part(64), any_part(32), {rk_any64("value"), rk_any64("mask")}};
	rk_assume(!keeps || view_has(&v, x));
	ok = reduce_once(&v);
	if (keeps) {
		rk_claim(ok);
		claim_kept(&v.p, x, 64);
		claim_kept(&v.low, x, 32);
		rk_claim(bits_have(v.t, x));
	} else {
		claim_narrower(ok, &v.p, &was.p, 64);
		claim_narrower(ok, &v.low, &was.low, 32);
		rk_claim(!ok || bits_within(v.t, was.t));
	}
	return true;
}
