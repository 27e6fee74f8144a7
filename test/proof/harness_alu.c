/* SPDX-License-Identifier: MIT */
/*
 * Arithmetic. Three layers, each proved by itself and then a contract for the next: the rule of an
 * operator for one width's intervals and for known bits; a result put together of them; and
 * rk_val_alu(), which calls these. Part of harness.c.
 */
#include "harness_law.c"

/* ---- rules of operators ---- */

/* The operators on intervals and their laws. */
static void assume_product(const struct rk_part *a, const struct rk_part *b, int width)
{
	u64 x = rk_part_zext(rk_ghost(X), width), y = rk_part_zext(rk_ghost(Y), width);
	s64 sx = rk_part_sext(rk_ghost(X), width), sy = rk_part_sext(rk_ghost(Y), width);

	assume_low_product(rk_ghost(X), rk_ghost(Y));
	assume_unsigned_order(a->umin, x, b->umin);
	assume_unsigned_order(b->umin, y, x);
	assume_unsigned_order(x, a->umax, y);
	assume_unsigned_order(y, b->umax, a->umax);
	assume_product_size(a->smin, b->smin);
	assume_product_size(a->smin, b->smax);
	assume_product_size(a->smax, b->smin);
	assume_product_size(a->smax, b->smax);
	assume_signed_order(a->smin, sx, sy);
	assume_signed_order(sx, a->smax, sy);
	assume_signed_order(b->smin, sy, a->smin);
	assume_signed_order(sy, b->smax, a->smin);
	assume_signed_order(b->smin, sy, a->smax);
	assume_signed_order(sy, b->smax, a->smax);
}

static void assume_quotient(const struct rk_part *a, const struct rk_part *b, int width)
{
	u64 x = rk_part_zext(rk_ghost(X), width), y = rk_part_zext(rk_ghost(Y), width);

	assume_quotient_size(x, y);
	assume_quotient_order(a->umin, b->umax, x, y);
	assume_quotient_order(x, y, a->umax, b->umin);
	assume_quotient_order(a->umin, b->umin, x, b->umin);
	assume_quotient_order(x, b->umin, a->umax, b->umin);
	assume_remainder(x, y);
	assume_remainder(a->umin, b->umin);
	assume_remainder(a->umax, b->umin);
	assume_remainder_order(a->umin, x, b->umin);
	assume_remainder_order(x, a->umax, b->umin);
}

static void assume_signed_quotient(const struct rk_part *a, const struct rk_part *b, int width)
{
	u64 x = magnitude(rk_part_sext(rk_ghost(X), width));
	u64 y = magnitude(rk_part_sext(rk_ghost(Y), width));
	u64 amin = magnitude(a->smin), amax = magnitude(a->smax);
	u64 bmin = magnitude(b->smin), bmax = magnitude(b->smax);

	assume_quotient_size(x, y);
	assume_quotient_order(x, 1, x, y);
	assume_quotient_size(amin, bmin);
	assume_quotient_size(amin, bmax);
	assume_quotient_size(amax, bmin);
	assume_quotient_size(amax, bmax);
	assume_quotient_order(x, y, amin, bmin);
	assume_quotient_order(amin, bmin, x, y);
	assume_quotient_order(amin, bmax, x, y);
	assume_quotient_order(x, y, amax, bmin);
	assume_quotient_order(amax, bmin, x, y);
	assume_quotient_order(amax, bmax, x, y);
	assume_remainder(x, y);
}

static void assume_laws(
	enum rk_alu op, bool is_signed, const struct rk_part *a, const struct rk_part *b, int width)
{
	if (op == RK_ALU_MUL)
		assume_product(a, b, width);
	if (op != RK_ALU_DIV && op != RK_ALU_MOD)
		return;
	if (is_signed)
		assume_signed_quotient(a, b, width);
	else
		assume_quotient(a, b, width);
}

static void claim_part(const struct rk_part *p, u64 x, int width)
{
	claim_kept(p, x, width);
	rk_claim(part_fits(p, width));
}

/* Exact bounds of any number make bounds of what is left of it in the width. */
bool prove_fit(int width, int is_signed)
{
	u128 v = (u128)rk_any64("high") << 64 | rk_any64("low");
	u128 lo = (u128)rk_any64("high") << 64 | rk_any64("low");
	u128 hi = (u128)rk_any64("high") << 64 | rk_any64("low");
	struct rk_part p = rk_part_full(width);

	if (is_signed) {
		rk_assume(moderate((s128)lo) && moderate((s128)hi));
		rk_assume((s128)lo <= (s128)v && (s128)v <= (s128)hi);
		fit_signed(&p, (s128)lo, (s128)hi, width);
	} else {
		rk_assume(lo <= v && v <= hi);
		fit_unsigned(&p, lo, hi, width);
	}
	claim_part(&p, (u64)v, width);
	return true;
}

/* The same of the product that the proof is about. */
void cut_fit_unsigned(struct rk_part *p, u128 lo, u128 hi, int width)
{
	u64 x = rk_part_zext(rk_ghost(X), width), y = rk_part_zext(rk_ghost(Y), width);
	u128 v = (u128)x * y;
	struct rk_part any = any_part(width);

	p->umin = any.umin;
	p->umax = any.umax;
	rk_assume(!(lo <= v && v <= hi) || (p->umin <= rk_part_zext((u64)v, width) &&
						   rk_part_zext((u64)v, width) <= p->umax));
}

void cut_fit_signed(struct rk_part *p, s128 lo, s128 hi, int width)
{
	s128 v = (s128)rk_part_sext(rk_ghost(X), width) * rk_part_sext(rk_ghost(Y), width);
	struct rk_part any = any_part(width);

	p->smin = any.smin;
	p->smax = any.smax;
	rk_claim(moderate(lo) && moderate(hi));
	rk_assume(!(lo <= v && v <= hi) || (p->smin <= rk_part_sext((u64)v, width) &&
						   rk_part_sext((u64)v, width) <= p->smax));
}

bool prove_part(int op, int width, int is_signed)
{
	u64 x = rk_ghost(X), y = rk_ghost(Y);
	struct rk_part a = any_part(width), b = any_part(width), p;

	rk_assume(part_has(&a, x, width) && part_has(&b, y, width));
	assume_laws((enum rk_alu)op, is_signed, &a, &b, width);
	p = part_of((enum rk_alu)op, is_signed, &a, &b, width);
	claim_part(&p, rk_eval_alu((enum rk_alu)op, (u8)(width / 8), is_signed, x, y), width);
	return true;
}

struct rk_part cut_part_of(
	enum rk_alu op, bool is_signed, const struct rk_part *a, const struct rk_part *b, int width)
{
	u64 x = rk_ghost(X), y = rk_ghost(Y);
	u64 z = rk_eval_alu(op, (u8)(width / 8), is_signed, x, y);
	struct rk_part p = any_part(width);

	rk_assume(!(part_has(a, x, width) && part_has(b, y, width)) || part_has(&p, z, width));
	return p;
}

static struct rk_tnum any_bits(void)
{
	struct rk_tnum t = {rk_any64("value"), rk_any64("mask")};

	rk_assume(!(t.value & t.mask));
	return t;
}

/* Known bits never see the operands' sign: signed operators that need it know none. */
bool prove_bits(int op, int is_signed)
{
	u64 x = rk_ghost(X), y = rk_ghost(Y);
	struct rk_tnum a = any_bits(), b = any_bits(), t;

	rk_assume(bits_have(a, x) && bits_have(b, y));
	t = bits_of((enum rk_alu)op, is_signed, a, b);
	if (is_signed)
		return !t.value && !~t.mask;
	return !(t.value & t.mask) && bits_have(t, rk_eval_alu((enum rk_alu)op, 8, false, x, y));
}

struct rk_tnum cut_bits_of(enum rk_alu op, bool is_signed, struct rk_tnum a, struct rk_tnum b)
{
	struct rk_tnum t = any_bits();
	u64 x = rk_ghost(X), y = rk_ghost(Y);

	if (is_signed)
		return (struct rk_tnum){0, ~(u64)0};
	rk_assume(!(bits_have(a, x) && bits_have(b, y)) ||
		  bits_have(t, rk_eval_alu(op, 8, false, x, y)));
	rk_assume(!(bits_have(a, (u32)x) && bits_have(b, (u32)y)) ||
		  bits_have(t, rk_eval_alu(op, 8, false, (u32)x, (u32)y)));
	return t;
}

/*
 * Long multiplication keeps: x and y, what is left of the operands, are members of what is left of
 * theirs; sum is one of `unsure`; and sum + x*y - a.value*b.value is the same at each bit. At the
 * begin the sum is 0; at the end a and x are 0, so that x*y = known + sum.
 */
bool prove_multiply_bit(void)
{
	u64 x = rk_ghost(X), y = rk_ghost(Y), sum = rk_ghost(RESULT), more;
	struct product p = {any_bits(), any_bits(), any_bits()}, was = p;

	rk_assume(bits_have(p.a, x) && bits_have(p.b, y) && bits_have(p.unsure, sum));
	more = (x & 1 ? y : 0) - (p.a.value & 1 ? p.b.value : 0);
	assume_bit_product(x, y);
	assume_bit_product(was.a.value, was.b.value);
	multiply_bit(&p);
	rk_claim(p.a.value == was.a.value >> 1 && p.a.mask == was.a.mask >> 1);
	rk_claim(bits_have(p.a, x >> 1));
	rk_claim(bits_have(p.b, y << 1));
	rk_claim(bits_have(p.unsure, sum + more));
	rk_claim(sum + x * y - was.a.value * was.b.value ==
		 sum + more + (x >> 1) * (y << 1) - p.a.value * p.b.value);
	return true;
}

/* The first number of the chain and the last: after it a is 0, and so is what is left of x. */
bool prove_multiply_end(void)
{
	u64 sum = rk_ghost(RESULT), known = rk_any64("known");
	struct rk_tnum unsure = any_bits(), zero = {0, 0}, t;

	rk_claim(!bits_have(zero, rk_ghost(X)) || !rk_ghost(X));
	rk_assume(bits_have(unsure, sum));
	t = rk_tnum_add(make(known, 0), unsure);
	rk_claim(bits_have(zero, 0));
	rk_claim(bits_have(t, known + sum));
	return true;
}

struct rk_tnum cut_rk_tnum_mul(struct rk_tnum a, struct rk_tnum b)
{
	struct rk_tnum t = any_bits();
	u64 x = rk_ghost(X), y = rk_ghost(Y);

	rk_assume(!(bits_have(a, x) && bits_have(b, y)) || bits_have(t, x * y));
	return t;
}

/* ---- shifts of one width by one count ---- */

static struct rk_part shifted_part(enum rk_alu op, const struct rk_part *a, int n, int width)
{
	if (op == RK_ALU_LSH)
		return lsh_part(a, n, width);
	return op == RK_ALU_RSH ? rsh_part(a, n, width) : arsh_part(a, n, width);
}

/* Bounds and bits of one width, for every count by itself. */
bool prove_shifted_part(int op, int width)
{
	u64 x = rk_ghost(X), n = rk_ghost(MIDDLE), z;
	struct rk_part a = any_part(width), p;

	rk_assume(part_has(&a, x, width) && n < (u64)width);
	rk_cases(n, (u64)width);
	z = rk_eval_alu((enum rk_alu)op, (u8)(width / 8), false, x, n);
	p = shifted_part((enum rk_alu)op, &a, (int)n, width);
	claim_part(&p, z, width);
	return true;
}

bool prove_shifted_bits(int op, int width)
{
	u64 x = rk_ghost(X), n = rk_ghost(MIDDLE), z, top = rk_part_top(width);
	struct rk_tnum a = any_bits(), t;

	a.value &= top;
	a.mask &= top;
	rk_assume(bits_have(a, rk_part_zext(x, width)) && n < (u64)width);
	rk_cases(n, (u64)width);
	z = rk_eval_alu((enum rk_alu)op, (u8)(width / 8), false, x, n);
	t = shifted_bits((enum rk_alu)op, a, (int)n, width);
	return !((z ^ t.value) & ~t.mask & top) && !(t.value & t.mask);
}

static struct rk_part cut_shifted(enum rk_alu op, const struct rk_part *a, int n, int width)
{
	u64 x = rk_ghost(X), z = rk_eval_alu(op, (u8)(width / 8), false, x, (u64)n);
	struct rk_part p = any_part(width);

	rk_assume(n < 0 || n >= width || !part_has(a, x, width) || part_has(&p, z, width));
	return p;
}

struct rk_part cut_lsh_part(const struct rk_part *a, int n, int width)
{
	return cut_shifted(RK_ALU_LSH, a, n, width);
}

struct rk_part cut_rsh_part(const struct rk_part *a, int n, int width)
{
	return cut_shifted(RK_ALU_RSH, a, n, width);
}

struct rk_part cut_arsh_part(const struct rk_part *a, int n, int width)
{
	return cut_shifted(RK_ALU_ARSH, a, n, width);
}

struct rk_tnum cut_shifted_bits(enum rk_alu op, struct rk_tnum a, int n, int width)
{
	u64 x = rk_ghost(X), z = rk_eval_alu(op, (u8)(width / 8), false, x, (u64)n);
	u64 top = rk_part_top(width);
	struct rk_tnum t = any_bits();

	rk_assume(n < 0 || n >= width || (a.mask & ~top) || !bits_have(a, rk_part_zext(x, width)) ||
		  !((z ^ t.value) & ~t.mask & top));
	return t;
}

/* ---- a result of its parts ---- */

static bool result_fits(
	int width, const struct rk_part *p, const struct rk_part *low, struct rk_tnum bits, u64 z)
{
	u64 top = rk_part_top(width);
	struct rk_tnum seen = {bits.value & top, bits.mask & top};

	return part_has(p, z, width) && part_fits(p, width) && bits_have(seen, z) &&
	       !(bits.value & bits.mask) && (!low || (part_has(low, z, 32) && part_fits(low, 32)));
}

bool prove_assemble(int width, int with_low)
{
	u64 z = rk_ghost(RESULT);
	struct rk_part p = any_part(width), low = any_part(32);
	struct rk_tnum bits = any_bits();
	struct rk_val v;

	rk_assume(result_fits(width, &p, with_low ? &low : NULL, bits, z));
	rk_assume(z == rk_part_zext(z, width));
	v = assemble(width, &p, with_low ? &low : NULL, bits);
	claim_member(&v, z);
	return true;
}

static struct rk_val assembled(
	int width, const struct rk_part *p, const struct rk_part *low, struct rk_tnum bits)
{
	struct rk_val v = any_value();
	u64 z = rk_ghost(RESULT);

	rk_assume(z != rk_part_zext(z, width) || !result_fits(width, p, low, bits, z) ||
		  rk_val_contains(&v, z));
	return v;
}

struct rk_val cut_assemble(
	int width, const struct rk_part *p, const struct rk_part *low, struct rk_tnum bits)
{
	return assembled(width, p, low, bits);
}

/* ---- the whole ---- */

static void claim_whole(const struct rk_val *v, u64 x)
{
	rk_claim_paths(rk_val_contains(v, x));
}

bool prove_alu(int op, int size, int is_signed)
{
	u64 x = rk_ghost(X), y = rk_ghost(Y);
	struct rk_val a = any_with(x), b = any_with(y), v;

	if (op == RK_ALU_MUL)
		assume_low_product(x, y);
	rk_assume(rk_ghost(RESULT) == rk_eval_alu((enum rk_alu)op, (u8)size, is_signed, x, y));
	v = rk_val_alu((enum rk_alu)op, (u8)size, is_signed, &a, &b);
	claim_whole(&v, rk_ghost(RESULT));
	return true;
}

bool prove_shift_by(int op, int size)
{
	u64 x = rk_ghost(X), n = rk_ghost(MIDDLE);
	struct rk_val a = any_with(x), v;

	rk_assume(n < 8 * (u64)size);
	rk_assume(rk_ghost(RESULT) == rk_eval_alu((enum rk_alu)op, (u8)size, false, x, n));
	v = shift_by((enum rk_alu)op, 8 * size, &a, (int)n);
	claim_whole(&v, rk_ghost(RESULT));
	return true;
}

/* What shift_by() promises, of one count and the number that it makes. */
static void shifts_to(enum rk_alu op, int width, const struct rk_val *a, const struct rk_val *v,
	u64 x, u64 n, u64 z)
{
	rk_assume(n >= (u64)width || z != rk_eval_alu(op, (u8)(width / 8), false, x, n) ||
		  !rk_val_contains(a, x) || rk_val_contains(v, z));
}

/* The count that the proof is about. */
struct rk_val cut_shift_by(enum rk_alu op, int width, const struct rk_val *a, int n)
{
	struct rk_val v = any_value();

	if ((u64)n == rk_ghost(MIDDLE))
		shifts_to(op, width, a, &v, rk_ghost(X), rk_ghost(MIDDLE), rk_ghost(RESULT));
	return v;
}

/* Up and down again: two known counts. */
struct rk_val cut_shift_up_down(enum rk_alu op, int width, const struct rk_val *a, int n)
{
	struct rk_val v = any_value();

	shifts_to(op, width, a, &v, rk_ghost(X), (u64)n, rk_ghost(MIDDLE));
	shifts_to(op, width, a, &v, rk_ghost(MIDDLE), (u64)n, rk_ghost(RESULT));
	return v;
}

/* In the join: what was there, and what the count of the proof makes. */
static bool joined(bool some, const struct rk_val *all)
{
	return some && rk_val_contains(all, rk_ghost(RESULT));
}

static bool counted(
	enum rk_alu op, int width, const struct rk_val *a, const struct rk_val *count, int n)
{
	u64 x = rk_ghost(X);

	return (u64)n == rk_ghost(MIDDLE) && rk_ghost(MIDDLE) < (u64)width &&
	       rk_val_contains(count, rk_ghost(MIDDLE)) && rk_val_contains(a, x) &&
	       rk_ghost(RESULT) == rk_eval_alu(op, (u8)(width / 8), false, x, rk_ghost(MIDDLE));
}

bool prove_join_count(int op, int size)
{
	struct rk_val a = any_value(), count = any_value(), all = any_value();
	int n = (int)rk_any32("n"), width = 8 * size;
	bool some = any_bool();

	rk_assume(joined(some, &all) || counted((enum rk_alu)op, width, &a, &count, n));
	some = join_count((enum rk_alu)op, width, &a, &count, n, &all, some);
	rk_claim(some);
	claim_whole(&all, rk_ghost(RESULT));
	return true;
}

bool cut_join_count(enum rk_alu op, int width, const struct rk_val *a, const struct rk_val *count,
	int n, struct rk_val *all, bool some)
{
	struct rk_val v = any_value();
	bool has = any_bool();

	rk_assume(!(joined(some, all) || counted(op, width, a, count, n)) || joined(has, &v));
	*all = v;
	return has;
}

bool prove_shift(int op, int size)
{
	u64 x = rk_ghost(X), y = rk_ghost(Y), n = rk_ghost(MIDDLE);
	struct rk_val a = any_with(x), b = any_with(y), v;

	rk_assume(n == (y & (8 * (u64)size - 1)));
	rk_assume(rk_ghost(RESULT) == rk_eval_alu((enum rk_alu)op, (u8)size, false, x, n));
	rk_claim(rk_ghost(RESULT) == rk_eval_alu((enum rk_alu)op, (u8)size, false, x, y));
	v = rk_val_alu((enum rk_alu)op, (u8)size, false, &a, &b);
	claim_whole(&v, rk_ghost(RESULT));
	return true;
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
	} else if (op == RK_ALU_SUB) {
		rk_assume(!rk_val_contains(a, 0) || !rk_val_contains(b, rk_ghost(X)) ||
			  rk_val_contains(&v, rk_eval_alu(op, size, is_signed, 0, rk_ghost(X))));
	}
	return v;
}

/* A masked shift count that is one number is below the width, also where it has no members. */
bool prove_count(int size)
{
	struct rk_val a = any_value(), mask = rk_val_const(8 * (u64)size - 1), v;

	v = rk_val_alu(RK_ALU_AND, 8, false, &a, &mask);
	return v.umin != v.umax || v.umax <= mask.umax;
}

bool prove_neg(int size)
{
	u64 x = rk_ghost(X);
	struct rk_val a = any_with(x), v;

	rk_assume(rk_ghost(RESULT) == rk_eval_alu(RK_ALU_NEG, (u8)size, false, x, 0));
	v = rk_val_neg((u8)size, &a);
	claim_whole(&v, rk_ghost(RESULT));
	return true;
}

bool prove_zext32(void)
{
	struct rk_val a = any_with(rk_ghost(X)), v;

	rk_assume(rk_ghost(RESULT) == (u32)rk_ghost(X));
	v = rk_val_zext32(&a);
	claim_whole(&v, rk_ghost(RESULT));
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
	claim_whole(&v, rk_ghost(RESULT));
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
	rk_assume(rk_ghost(Y) == UINT64_MAX >> (64 - 8 * size));
	rk_assume(rk_ghost(RESULT) == truncated(x, size, is_signed));
	v = rk_val_trunc((u8)size, is_signed, &a);
	claim_whole(&v, rk_ghost(RESULT));
	return true;
}

bool prove_bytes(int size, int is_signed)
{
	struct rk_val v;

	rk_assume(rk_ghost(RESULT) == truncated(rk_ghost(X), size, is_signed));
	v = rk_val_bytes((u8)size, is_signed);
	claim_whole(&v, rk_ghost(RESULT));
	return true;
}

bool prove_end(int op, int bits)
{
	struct rk_val a = any_with(rk_ghost(X)), v;

	rk_assume(rk_ghost(Y) == UINT64_MAX >> (64 - bits));
	rk_assume(rk_ghost(RESULT) == rk_eval_end((enum rk_end)op, (u8)bits, rk_ghost(X)));
	v = rk_val_end((enum rk_end)op, (u8)bits, &a);
	claim_whole(&v, rk_ghost(RESULT));
	return true;
}
