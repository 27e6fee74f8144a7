/* SPDX-License-Identifier: MIT */
/*
 * Precision of the value domain: bounds that real programs depend on, as a table. Each row is a
 * short computation on a loaded value and the bounds it must have; Linux's domain has them too.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "domain.h"

enum { ALU, MOVSX, IF, IFNOT, END, WIDTH };

struct op {
	int what, op, size;
	s64 imm;
};

struct row {
	const char *name;
	struct rk_val start;
	struct op ops[5]; /* ends at size 0 */
	s64 smin, smax;
};

static bool apply(struct rk_val *v, const struct op *o)
{
	struct rk_val imm = rk_val_const((u64)o->imm);

	switch (o->what) {
	case ALU: *v = rk_val_alu((enum rk_alu)o->op, (u8)o->size, false, v, &imm); return true;
	case MOVSX: *v = rk_val_movsx((u8)o->size, (u8)o->imm, v); return true;
	case IF: return rk_val_assume((enum rk_cond)o->op, (u8)o->size, true, v, &imm);
	case IFNOT: return rk_val_assume((enum rk_cond)o->op, (u8)o->size, false, v, &imm);
	case END: *v = rk_val_end((enum rk_end)o->op, (u8)o->imm, v); return true;
	}
	return false;
}

/* Built without the reduction: it would find nothing to tighten. */
static void check_unsigned(u32 size)
{
	struct rk_val v = rk_val_unsigned(size),
		      w = rk_val_urange(0, UINT64_MAX >> (64 - 8 * size));

	if (rk_val_equal(&v, &w))
		return;
	fprintf(stderr, "numbers of %u bytes: not what the reduction leaves\n", size);
	exit(1);
}

static void check(const struct row *r)
{
	struct rk_val v = r->start;

	for (int i = 0; i < 5 && r->ops[i].size; i++) {
		if (apply(&v, &r->ops[i]))
			continue;
		fprintf(stderr, "%s: step %d is impossible\n", r->name, i);
		exit(1);
	}
	if (v.smin == r->smin && v.smax == r->smax)
		return;
	fprintf(stderr, "%s: [%" PRId64 ", %" PRId64 "] instead of [%" PRId64 ", %" PRId64 "]\n",
		r->name, v.smin, v.smax, r->smin, r->smax);
	exit(1);
}

static void expect(const char *what, bool ok)
{
	if (ok)
		return;
	fprintf(stderr, "%s\n", what);
	exit(1);
}

static void check_dead(void)
{
	struct rk_val five = rk_val_const(5), other = rk_val_const(5), small = rk_val_urange(0, 9);
	struct rk_val ten = rk_val_const(10), odd = rk_val_any(), bit = rk_val_const(1);

	expect("5 == 5 is not taken", !rk_val_assume(RK_COND_JNE, 8, true, &five, &other));
	expect("[0, 9] > 10", !rk_val_assume(RK_COND_JGT, 8, true, &small, &ten));
	odd.mask &= ~(u64)1;
	expect("an even number has bit 0", !rk_val_assume(RK_COND_JSET, 8, true, &odd, &bit));
	ten = rk_val_const((u64)1 << 32 | 5);
	five = rk_val_const(5);
	expect("low halves are equal", rk_val_assume(RK_COND_JEQ, 4, true, &ten, &five));
	expect("and the upper halves stay", ten.umin == ((u64)1 << 32 | 5) && five.umax == 5);
}

/* What a 32-bit comparison says of the low half must not reach an unknown upper half. */
static void check_width(void)
{
	struct rk_val v = rk_val_any(), limit = rk_val_const(16);

	expect("assume", rk_val_assume(RK_COND_JLT, 4, true, &v, &limit));
	expect("upper half leaked", v.umax == 0xffffffff0000000f && v.u32max == 15);
}

static void check_variables(void)
{
	struct rk_val a = rk_val_urange(0, 7), b = rk_val_urange(1, 3), v;

	v = rk_val_alu(RK_ALU_LSH, 8, false, &a, &b);
	expect("shift by a variable", v.umax == 56);
	v = rk_val_alu(RK_ALU_DIV, 8, false, &a, &b);
	expect("quotient", v.umax == 7);
	v = rk_val_alu(RK_ALU_MOD, 8, false, &a, &b);
	expect("remainder", v.umax == 2);
	v = rk_val_alu(RK_ALU_MUL, 8, false, &a, &b);
	expect("product", v.umax == 21);
	a = rk_val_any();
	b = rk_val_urange(0, 63);
	expect("a <= b", rk_val_assume(RK_COND_JLE, 8, true, &a, &b));
	expect("a bound from a variable", a.umax == 63);
	a = rk_val_srange(-1, 0);
	b = rk_val_const((u64)-22);
	v = rk_val_alu(RK_ALU_AND, 8, false, &a, &b);
	expect("a mask of a sign", v.smin == -32 && v.smax == 0);
}

int main(void)
{
	const struct rk_val any = rk_val_any(), u8v = rk_val_bytes(1, false),
			    u32v = rk_val_bytes(4, false);
	const struct row rows[] = {
		{"mask", any, {{ALU, RK_ALU_AND, 8, 15}}, 0, 15},
		{"mask and scale", any, {{ALU, RK_ALU_AND, 8, 7}, {ALU, RK_ALU_LSH, 8, 3}}, 0, 56},
		{"mask 32", any, {{ALU, RK_ALU_AND, 4, -256}}, 0, 0xffffff00},
		{"unsigned check", any, {{IF, RK_COND_JLT, 8, 64}}, 0, 63},
		{"unsigned check not taken", any, {{IFNOT, RK_COND_JGT, 8, 63}}, 0, 63},
		{"check of 32 bits after a move", any,
			{{ALU, RK_ALU_ADD, 4, 0}, {IF, RK_COND_JLT, 4, 64}}, 0, 63},
		{"both signed checks", any, {{IF, RK_COND_JSGE, 8, 0}, {IF, RK_COND_JSLT, 8, 10}},
			0, 9},
		{"signed 32-bit checks", u32v,
			{{IF, RK_COND_JSGT, 4, -1}, {IF, RK_COND_JSLE, 4, 99}}, 0, 99},
		{"shifts to the sign and back", u32v,
			{{ALU, RK_ALU_LSH, 8, 32}, {ALU, RK_ALU_ARSH, 8, 32}}, INT32_MIN,
			INT32_MAX},
		{"checked, then sign-extended", any,
			{{ALU, RK_ALU_ADD, 4, 0}, {IF, RK_COND_JLT, 4, 100}, {MOVSX, 0, 8, 4}}, 0,
			99},
		{"upper half", any, {{ALU, RK_ALU_RSH, 8, 32}}, 0, UINT32_MAX},
		{"byte minus a constant", u8v, {{ALU, RK_ALU_SUB, 8, 48}}, -48, 207},
		{"digit", u8v, {{ALU, RK_ALU_SUB, 8, 48}, {IF, RK_COND_JLT, 8, 10}}, 0, 9},
		{"range moved and checked at 32 bits", u8v,
			{{ALU, RK_ALU_ADD, 4, -1}, {IF, RK_COND_JLT, 4, 31}}, 0, 30},
		{"not zero", u8v, {{IF, RK_COND_JNE, 8, 0}}, 1, 255},
		{"not the largest", u8v, {{IFNOT, RK_COND_JEQ, 8, 255}}, 0, 254},
		{"bit tests", u8v, {{IFNOT, RK_COND_JSET, 8, 0xf0}}, 0, 15},
		{"remainder", any, {{ALU, RK_ALU_MOD, 8, 10}}, 0, 9},
		{"remainder by a power of two", any, {{ALU, RK_ALU_MOD, 8, 16}}, 0, 15},
		{"quotient", u32v, {{ALU, RK_ALU_DIV, 8, 1000}}, 0, 4294967},
		{"or", u8v, {{ALU, RK_ALU_OR, 8, 1}}, 1, 255},
		{"xor", u8v, {{ALU, RK_ALU_XOR, 8, 1}}, 0, 255},
		{"negative by multiplication", u8v, {{ALU, RK_ALU_MUL, 8, -2}}, -510, 0},
		{"signed byte", any, {{MOVSX, 0, 8, 1}}, -128, 127},
		{"16 bits swapped", any, {{END, RK_END_BE, 8, 16}}, 0, 65535},
		{"aligned down, then limited", any,
			{{ALU, RK_ALU_AND, 8, -8}, {IF, RK_COND_JLT, 8, 60}}, 0, 56},
	};

	for (size_t i = 0; i < RK_ARRAY_SIZE(rows); i++)
		check(&rows[i]);
	for (u32 size = 1; size <= 8; size++)
		check_unsigned(size);
	check_dead();
	check_width();
	check_variables();
	return 0;
}
