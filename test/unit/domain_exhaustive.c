/* SPDX-License-Identifier: MIT */
/*
 * Soundness of the value domain: every concrete result lies in the abstract one. Exhaustive over
 * all intervals and all known-bits patterns of a few bits at the places where widths and signs
 * meet, with every operator at both sizes on every concretisation; then random values of full
 * width, including ones that were never reduced. Arguments: bits (default 3), random rounds.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "domain.h"

enum { MEMBERS = 16, MAX_VALUES = 8192 };

struct sample {
	struct rk_val v;
	u64 x[MEMBERS]; /* members; all of them for exhaustive samples */
	u32 n;
};

static struct sample samples[MAX_VALUES];
static u32 n_samples;
static u64 seed = 0x9e3779b97f4a7c15;

static const u64 bases[] = {
	0,
	0x7ffffffc,
	0xfffffffc,
	0x7ffffffffffffffc,
	0xfffffffffffffffc,
	0xffffffff7ffffffc,
};

static const u8 all_ops[] = {
	RK_ALU_ADD,
	RK_ALU_SUB,
	RK_ALU_MUL,
	RK_ALU_DIV,
	RK_ALU_OR,
	RK_ALU_AND,
	RK_ALU_LSH,
	RK_ALU_RSH,
	RK_ALU_NEG,
	RK_ALU_MOD,
	RK_ALU_XOR,
	RK_ALU_MOV,
	RK_ALU_ARSH,
};

static const u8 all_conds[] = {
	RK_COND_JEQ,
	RK_COND_JNE,
	RK_COND_JGT,
	RK_COND_JGE,
	RK_COND_JLT,
	RK_COND_JLE,
	RK_COND_JSGT,
	RK_COND_JSGE,
	RK_COND_JSLT,
	RK_COND_JSLE,
	RK_COND_JSET,
};

static u64 next_random(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed;
}

/* Numbers near the corners are as likely as any. */
static u64 random_number(void)
{
	u64 r = next_random(), x = next_random();

	switch (r & 7) {
	case 0: return x & 63;
	case 1: return 0 - (x & 63);
	case 2: return ((u64)1 << (r >> 8 & 63)) + (x & 7) - 4;
	case 3: return (s64)(s32)x;
	case 4: return (u32)x;
	case 5: return x >> (r >> 8 & 63);
	case 6: return 0 - (x >> (r >> 8 & 63));
	default: return x;
	}
}

static void print_value(const char *name, const struct rk_val *v)
{
	fprintf(stderr,
		"  %s: u [%#llx, %#llx] s [%lld, %lld] u32 [%#x, %#x] s32 [%d, %d] bits "
		"%#llx/%#llx\n",
		name, (unsigned long long)v->umin, (unsigned long long)v->umax, (long long)v->smin,
		(long long)v->smax, v->u32min, v->u32max, v->s32min, v->s32max,
		(unsigned long long)v->value, (unsigned long long)v->mask);
}

static void fail(const char *what, int op, int size, const struct rk_val *a, const struct rk_val *b,
	u64 x, u64 y)
{
	fprintf(stderr, "%s: op %#x size %d x %#llx y %#llx\n", what, op, size,
		(unsigned long long)x, (unsigned long long)y);
	print_value("a", a);
	print_value("b", b);
	exit(1);
}

static void add_sample(const struct rk_val *v, const u64 *x, u32 n)
{
	struct sample *s = &samples[n_samples++];

	if (n_samples > MAX_VALUES) {
		fprintf(stderr, "too many samples\n");
		exit(1);
	}
	s->v = *v;
	s->n = n;
	memcpy(s->x, x, n * sizeof(*x));
	for (u32 i = 0; i < n; i++)
		if (!rk_val_contains(v, x[i]))
			fail("sample lost a member", 0, 0, v, v, x[i], 0);
}

static void add_intervals(u64 base, u32 span)
{
	u64 x[MEMBERS];
	struct rk_val v;

	for (u32 lo = 0; lo < span; lo++) {
		for (u32 hi = lo; hi < span; hi++) {
			for (u32 i = lo; i <= hi; i++)
				x[i - lo] = base + i;
			if (base + lo <= base + hi)
				v = rk_val_urange(base + lo, base + hi);
			else
				v = rk_val_srange((s64)(base + lo), (s64)(base + hi));
			add_sample(&v, x, hi - lo + 1);
		}
	}
}

/* The same intervals known of the low half only, under several upper halves. */
static void add_low_intervals(u32 base, u32 span)
{
	static const u64 uppers[] = {0, (u64)1 << 32, (u64)1 << 63, ~(u64)0 << 32};
	u64 x[MEMBERS];
	u32 n;

	for (u32 lo = 0; lo < span; lo += 2) {
		for (u32 hi = lo; hi < span; hi += 3) {
			struct rk_val v = rk_val_any();

			if (base + lo <= base + hi) {
				v.u32min = base + lo;
				v.u32max = base + hi;
			} else {
				v.s32min = (s32)(base + lo);
				v.s32max = (s32)(base + hi);
			}
			n = 0;
			for (u32 i = lo; i <= hi && n < MEMBERS; i++)
				x[n++] = uppers[i % 4] | (u32)(base + i);
			if (!rk_val_reduce(&v))
				fail("low interval vanished", 0, 0, &v, &v, 0, 0);
			add_sample(&v, x, n);
		}
	}
}

static void add_bit_patterns(u64 base, u32 bits)
{
	u32 span = 1u << bits;
	u64 x[MEMBERS];

	for (u32 mask = 1; mask < span; mask++) {
		for (u32 value = 0; value < span; value++) {
			struct rk_val v = rk_val_any();
			u32 n = 0;

			if (value & mask)
				continue;
			v.mask = mask;
			v.value = (base & ~(u64)(span - 1)) | value;
			for (u32 i = 0; i < span; i++)
				if ((i & ~mask) == value)
					x[n++] = (v.value & ~(u64)(span - 1)) | i;
			if (!rk_val_reduce(&v))
				fail("bit pattern vanished", 0, 0, &v, &v, 0, 0);
			add_sample(&v, x, n);
		}
	}
}

/* Joins of far intervals, and the widest values. */
static void add_joins(void)
{
	u32 n = n_samples;

	for (u32 i = 0; i < 120; i++) {
		const struct sample *a = &samples[next_random() % n],
				    *b = &samples[next_random() % n];
		struct rk_val v = rk_val_join(&a->v, &b->v);
		u64 x[] = {a->x[0], b->x[0], a->x[a->n - 1], b->x[b->n - 1]};

		add_sample(&v, x, 4);
	}
}

static void check_result(const char *what, int op, int size, const struct rk_val *out,
	const struct sample *a, const struct sample *b, u64 got, u64 x, u64 y)
{
	if (rk_val_contains(out, got))
		return;
	print_value("result", out);
	fprintf(stderr, "  concrete %#llx is not in it\n", (unsigned long long)got);
	fail(what, op, size, &a->v, &b->v, x, y);
}

static void check_alu(
	enum rk_alu op, u8 size, bool is_signed, const struct sample *a, const struct sample *b)
{
	struct rk_val out = rk_val_alu(op, size, is_signed, &a->v, &b->v);

	for (u32 i = 0; i < a->n; i++)
		for (u32 j = 0; j < b->n; j++)
			check_result("alu", op, size, &out, a, b,
				rk_eval_alu(op, size, is_signed, a->x[i], b->x[j]), a->x[i],
				b->x[j]);
}

static void check_cond(enum rk_cond op, u8 size, const struct sample *a, const struct sample *b)
{
	for (int taken = 0; taken < 2; taken++) {
		struct rk_val va = a->v, vb = b->v;
		bool alive = rk_val_assume(op, size, taken, &va, &vb);

		for (u32 i = 0; i < a->n; i++)
			for (u32 j = 0; j < b->n; j++) {
				u64 x = a->x[i], y = b->x[j];

				if (rk_eval_cond(op, size, x, y) != taken)
					continue;
				if (!alive || !rk_val_contains(&va, x) || !rk_val_contains(&vb, y))
					fail(taken ? "taken" : "not taken", op, size, &a->v, &b->v,
						x, y);
			}
	}
}

static void check_lattice(const struct sample *a, const struct sample *b)
{
	struct rk_val join = rk_val_join(&a->v, &b->v), meet, wide, old = a->v;
	static const s64 rungs[] = {-100, -1, 5, 64, 4096};
	bool some = rk_val_meet(&a->v, &b->v, &meet);

	wide = rk_val_widen(&a->v, &b->v, rungs, RK_ARRAY_SIZE(rungs));
	if (!rk_val_subset(&a->v, &join) || !rk_val_subset(&b->v, &join) ||
		!rk_val_subset(&join, &wide))
		fail("join or widen lost an operand", 0, 0, &a->v, &b->v, 0, 0);
	for (u32 i = 0; i < a->n; i++)
		if (rk_val_contains(&b->v, a->x[i]) && (!some || !rk_val_contains(&meet, a->x[i])))
			fail("meet lost a member", 0, 0, &a->v, &b->v, a->x[i], 0);
	for (u32 i = 0; i < a->n && rk_val_subset(&a->v, &b->v); i++)
		if (!rk_val_contains(&b->v, a->x[i]))
			fail("subset is not one", 0, 0, &a->v, &b->v, a->x[i], 0);
	old = rk_val_widen(&wide, &wide, rungs, RK_ARRAY_SIZE(rungs));
	if (!rk_val_equal(&old, &wide))
		fail("widening by itself moves", 0, 0, &a->v, &b->v, 0, 0);
}

static void check_unary(const struct sample *a)
{
	static const u8 sizes[] = {1, 2, 4, 8};

	for (u32 i = 0; i < a->n; i++) {
		u64 x = a->x[i];

		for (int k = 0; k < 4; k++) {
			u8 bytes = sizes[k];
			struct rk_val v = rk_val_trunc(bytes, false, &a->v);
			u64 low = bytes == 8 ? x : x & (((u64)1 << (8 * bytes)) - 1);

			check_result("trunc", bytes, 0, &v, a, a, low, x, 0);
			if (bytes == 8)
				continue;
			v = rk_val_trunc(bytes, true, &a->v);
			check_result("trunc signed", bytes, 0, &v, a, a, rk_eval_movsx(8, bytes, x),
				x, 0);
			v = rk_val_movsx(8, bytes, &a->v);
			check_result("movsx", bytes, 8, &v, a, a, rk_eval_movsx(8, bytes, x), x, 0);
			if (bytes < 4) {
				v = rk_val_movsx(4, bytes, &a->v);
				check_result("movsx", bytes, 4, &v, a, a,
					rk_eval_movsx(4, bytes, x), x, 0);
			}
		}
		for (int op = RK_END_LE; op <= RK_END_BSWAP; op++)
			for (u8 bits = 16; bits <= 64; bits *= 2) {
				struct rk_val v = rk_val_end(op, bits, &a->v);

				check_result(
					"end", op, bits, &v, a, a, rk_eval_end(op, bits, x), x, 0);
			}
	}
}

static void check_pair(const struct sample *a, const struct sample *b)
{
	for (u8 size = 4; size <= 8; size += 4) {
		for (u32 k = 0; k < sizeof(all_ops); k++)
			check_alu(all_ops[k], size, false, a, b);
		check_alu(RK_ALU_DIV, size, true, a, b);
		check_alu(RK_ALU_MOD, size, true, a, b);
		for (u32 k = 0; k < sizeof(all_conds); k++)
			check_cond(all_conds[k], size, a, b);
	}
	check_lattice(a, b);
}

/* A random value around members chosen first; parts may be loose and disagree in tightness. */
static struct sample random_sample(void)
{
	struct sample s = {.n = 1 + next_random() % 3};
	u64 step = next_random() % 9, r = next_random();

	s.x[0] = random_number();
	for (u32 i = 1; i < s.n; i++)
		s.x[i] = r & 1 ? s.x[0] + step * i : random_number();
	s.v = rk_val_const(s.x[0]);
	for (u32 i = 1; i < s.n; i++) {
		struct rk_val one = rk_val_const(s.x[i]);

		s.v = rk_val_join(&s.v, &one);
	}
	if (r & 2)
		s.v.umin -= r & 16 ? s.v.umin : s.v.umin ? next_random() % s.v.umin : 0;
	if (r & 4)
		s.v.smax = r & 32 ? INT64_MAX : s.v.smax | 0xff;
	if (r & 8) {
		s.v.mask |= next_random() & next_random();
		s.v.value &= ~s.v.mask;
	}
	if (r & 64) {
		s.v.u32min = 0;
		s.v.u32max = UINT32_MAX;
	}
	if (r & 128) {
		s.v.s32min = INT32_MIN;
		s.v.s32max = INT32_MAX;
	}
	if (r & 256)
		s.v.umax = UINT64_MAX;
	if (r & 512 && !rk_val_reduce(&s.v))
		fail("reduce", 0, 0, &s.v, &s.v, s.x[0], 0);
	for (u32 i = 0; i < s.n; i++)
		if (!rk_val_contains(&s.v, s.x[i]))
			fail("reduce lost a member", 0, 0, &s.v, &s.v, s.x[i], 0);
	return s;
}

/* However the other operand moves, a chain of widenings is stationary soon. */
static void check_chain(void)
{
	static const s64 rungs[] = {-1000, 7, 100, 65536};
	struct rk_val v = rk_val_const(random_number()), old;
	int moves = 0;

	for (int i = 0; i < 2000; i++) {
		struct sample s = random_sample();

		old = v;
		v = rk_val_widen(&v, &s.v, rungs, i & 1 ? RK_ARRAY_SIZE(rungs) : 0);
		moves += !rk_val_equal(&old, &v);
		for (u32 k = 0; k < s.n; k++)
			if (!rk_val_contains(&v, s.x[k]))
				fail("widen lost a member", 0, 0, &old, &s.v, s.x[k], 0);
	}
	if (moves > 150)
		fail("widening does not settle", moves, 0, &v, &old, 0, 0);
}

int main(int argc, char **argv)
{
	bool full = argc > 1 && !strcmp(argv[1], "full");
	u32 bits = full ? 4 : argc > 1 ? (u32)atoi(argv[1]) : 3, stride = full ? 5 : 1;
	u32 rounds = full ? 2000000 : argc > 2 ? (u32)atoi(argv[2]) : 60000;

	if (bits < 1 || bits > 4) {
		fprintf(stderr, "usage: domain_exhaustive [full | BITS [ROUNDS]]\n");
		return 2;
	}
	for (u32 i = 0; i < RK_ARRAY_SIZE(bases); i++) {
		add_intervals(bases[i], 1u << bits);
		add_bit_patterns(bases[i], bits);
		add_low_intervals((u32)bases[i], 1u << bits);
	}
	add_joins();
	for (u32 i = 0; i < n_samples; i++) {
		check_unary(&samples[i]);
		for (u32 j = i % stride; j < n_samples; j += stride)
			check_pair(&samples[i], &samples[j]);
	}
	for (u32 i = 0; i < rounds; i++) {
		struct sample a = random_sample(), b = random_sample();

		check_unary(&a);
		check_pair(&a, &b);
	}
	for (int i = 0; i < 50; i++)
		check_chain();
	return 0;
}
