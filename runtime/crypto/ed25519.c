/* SPDX-License-Identifier: MIT */
/*
 * Ed25519 verification (RFC 8032), nothing else: no secret is ever here, so nothing is constant
 * time. Stricter than the RFC and equal to libsodium: S < L, canonical and full-order A and R, and
 * the equation without the cofactor, [S]B - [h]A = R, compared as bytes. One message has one
 * verdict on every machine.
 *
 * Field: GF(2^255 - 19), five limbs of 51 bits. mul() and sub() give limbs below 2^51 + 2^15 and
 * take limbs below 2^54 (sub's second argument: below 2^53 - 76); add() does not carry. A result
 * may be one of its operands.
 */
#include "runtime.h"

/* Frames stay apart: inlined into one they would be more than a kernel stack wants to give. */
#define APART __attribute__((__noinline__))
#define MASK51 ((1ull << 51) - 1)
typedef unsigned __int128 u128;

struct fe {
	u64 l[5];
};

struct point { /* extended coordinates: x = X/Z, y = Y/Z, T = XY/Z */
	struct fe x, y, z, t;
};

struct addend {                       /* a point prepared for addition */
	struct fe sum, diff, z2, t2d; /* Y + X, Y - X, 2Z, 2dT */
};

static const struct fe fe_zero = {{0}};
static const struct fe fe_one = {{1}};
static const struct fe fe_d = {
	{0x34dca135978a3, 0x1a8283b156ebd, 0x5e7a26001c029, 0x739c663a03cbb, 0x52036cee2b6ff}};
static const struct fe fe_2d = {
	{0x69b9426b2f159, 0x35050762add7a, 0x3cf44c0038052, 0x6738cc7407977, 0x2406d9dc56dff}};
static const struct fe fe_sqrt_m1 = {
	{0x61b274a0ea0b0, 0x0d5a5fc8f189d, 0x7ef5e9cbd0c60, 0x78595a6804c9e, 0x2b8324804fc1d}};
static const struct point base = {
	{{0x62d608f25d51a, 0x412a4b4f6592a, 0x75b7171a4b31d, 0x1ff60527118fe, 0x216936d3cd6e5}},
	{{0x6666666666658, 0x4cccccccccccc, 0x1999999999999, 0x3333333333333, 0x6666666666666}},
	{{1}},
	{{0x68ab3a5b7dda3, 0x00eea2a5eadbb, 0x2af8df483c27e, 0x332b375274732, 0x67875f0fd78b7}},
};
static const u64 order[4] = {0x5812631a5cf5d3ed, 0x14def9dea2f79cd6, 0, 0x1000000000000000};

/* ---- field ---- */
static u64 load_le(const u8 *p)
{
	u64 v = 0;

	for (u32 i = 0; i < 8; i++)
		v |= (u64)p[i] << (8 * i);
	return v;
}

static void carry(struct fe *r)
{
	for (u32 i = 0; i < 4; i++) {
		r->l[i + 1] += r->l[i] >> 51;
		r->l[i] &= MASK51;
	}
	r->l[0] += 19 * (r->l[4] >> 51);
	r->l[4] &= MASK51;
}

static void add(struct fe *r, const struct fe *a, const struct fe *b)
{
	for (u32 i = 0; i < 5; i++)
		r->l[i] = a->l[i] + b->l[i];
}

/* a + 4p - b: no limb can borrow. */
static APART void sub(struct fe *r, const struct fe *a, const struct fe *b)
{
	for (u32 i = 0; i < 5; i++)
		r->l[i] = a->l[i] + (1ull << 53) - (i ? 4 : 76) - b->l[i];
	carry(r);
}

static inline u128 product(u64 a, u64 b)
{
	return (u128)a * b;
}

static APART void mul(struct fe *r, const struct fe *x, const struct fe *y)
{
	const u64 *a = x->l, *b = y->l;
	u64 b1 = 19 * b[1], b2 = 19 * b[2], b3 = 19 * b[3], b4 = 19 * b[4];
	u128 t0 = product(a[0], b[0]) + product(a[1], b4) + product(a[2], b3) + product(a[3], b2) +
		  product(a[4], b1);
	u128 t1 = product(a[0], b[1]) + product(a[1], b[0]) + product(a[2], b4) +
		  product(a[3], b3) + product(a[4], b2);
	u128 t2 = product(a[0], b[2]) + product(a[1], b[1]) + product(a[2], b[0]) +
		  product(a[3], b4) + product(a[4], b3);
	u128 t3 = product(a[0], b[3]) + product(a[1], b[2]) + product(a[2], b[1]) +
		  product(a[3], b[0]) + product(a[4], b4);
	u128 t4 = product(a[0], b[4]) + product(a[1], b[3]) + product(a[2], b[2]) +
		  product(a[3], b[1]) + product(a[4], b[0]);
	u128 top;

	t1 += (u64)(t0 >> 51);
	t2 += (u64)(t1 >> 51);
	t3 += (u64)(t2 >> 51);
	t4 += (u64)(t3 >> 51);
	top = (t4 >> 51) * 19 + ((u64)t0 & MASK51); /* may need more than 64 bits */
	r->l[0] = (u64)top & MASK51;
	r->l[1] = ((u64)t1 & MASK51) + (u64)(top >> 51);
	r->l[2] = (u64)t2 & MASK51;
	r->l[3] = (u64)t3 & MASK51;
	r->l[4] = (u64)t4 & MASK51;
}

/* a^(2^bits - 1 - less): the exponents that are needed lack few of their bits, and low ones. */
static APART void power(struct fe *r, const struct fe *a, u32 bits, u32 less)
{
	struct fe t = *a;

	for (u32 i = bits - 1; i-- > 0;) {
		mul(&t, &t, &t);
		if (i > 7 || !(less >> i & 1))
			mul(&t, &t, a);
	}
	*r = t;
}

static struct fe from_bytes(const u8 in[32]) /* the sign bit is dropped */
{
	u64 w[4] = {load_le(in), load_le(in + 8), load_le(in + 16), load_le(in + 24)};

	return (struct fe){{w[0] & MASK51, (w[0] >> 51 | w[1] << 13) & MASK51,
		(w[1] >> 38 | w[2] << 26) & MASK51, (w[2] >> 25 | w[3] << 39) & MASK51,
		w[3] >> 12 & MASK51}};
}

static void to_bytes(struct fe a, u8 out[32]) /* the one representative below p */
{
	u64 q = 19;

	carry(&a);
	carry(&a); /* now below 2^255 + 2^52 < 2p */
	for (u32 i = 0; i < 5; i++)
		q = (a.l[i] + q) >> 51;
	a.l[0] += 19 * q; /* q: a >= p; the carry from the top is what it takes off */
	for (u32 i = 0; i < 4; i++)
		a.l[i + 1] += a.l[i] >> 51;
	for (u32 i = 0; i < 32; i++) {
		u32 limb = 8 * i / 51, shift = 8 * i % 51;
		u64 v = (a.l[limb] & MASK51) >> shift;

		if (shift > 43 && limb < 4)
			v |= a.l[limb + 1] << (51 - shift);
		out[i] = (u8)v;
	}
}

static bool same_bytes(const u8 a[32], const u8 b[32])
{
	u8 diff = 0;

	for (u32 i = 0; i < 32; i++)
		diff |= a[i] ^ b[i];
	return !diff;
}

static APART bool equal(const struct fe *a, const struct fe *b)
{
	u8 x[32], y[32];

	to_bytes(*a, x);
	to_bytes(*b, y);
	return same_bytes(x, y);
}

static bool is_odd(const struct fe *a)
{
	u8 b[32];

	to_bytes(*a, b);
	return b[0] & 1;
}

/* ---- points ---- */
/* The formulas of both are complete on this curve: no input is an exception. */
static void finish(struct point *r, const struct fe *e, const struct fe *f, const struct fe *g,
	const struct fe *h)
{
	mul(&r->x, e, f);
	mul(&r->y, g, h);
	mul(&r->z, f, g);
	mul(&r->t, e, h);
}

static APART void twice(struct point *r)
{
	struct fe a, b, e, f, g, h;

	mul(&a, &r->x, &r->x);
	mul(&b, &r->y, &r->y);
	mul(&f, &r->z, &r->z);
	add(&e, &r->x, &r->y);
	mul(&e, &e, &e);
	add(&h, &a, &b);
	sub(&g, &a, &b);
	sub(&e, &h, &e);
	add(&f, &f, &f);
	add(&f, &f, &g);
	finish(r, &e, &f, &g, &h);
}

static void prepare(struct addend *r, const struct point *p)
{
	add(&r->sum, &p->y, &p->x);
	sub(&r->diff, &p->y, &p->x);
	add(&r->z2, &p->z, &p->z);
	mul(&r->t2d, &p->t, &fe_2d);
}

static APART void plus(struct point *r, const struct addend *q)
{
	struct fe a, b, c, d, e;

	sub(&a, &r->y, &r->x);
	mul(&a, &a, &q->diff);
	add(&b, &r->y, &r->x);
	mul(&b, &b, &q->sum);
	mul(&c, &r->t, &q->t2d);
	mul(&d, &r->z, &q->z2);
	sub(&e, &b, &a);
	add(&b, &b, &a);
	sub(&a, &d, &c);
	add(&d, &d, &c);
	finish(r, &e, &a, &d, &b);
}

/* A square root of u / v; false where there is none. */
static APART bool root(struct fe *x, const struct fe *u, const struct fe *v)
{
	struct fe v3, t;

	mul(&v3, v, v);
	mul(&v3, &v3, v);
	mul(&t, &v3, &v3);
	mul(&t, &t, v);
	mul(&t, &t, u);
	power(&t, &t, 252, 2); /* (p - 5) / 8 */
	mul(x, u, &v3);
	mul(x, x, &t);
	mul(&t, x, x);
	mul(&t, &t, v);
	if (equal(&t, u))
		return true;
	mul(x, x, &fe_sqrt_m1);
	add(&t, &t, u);
	return equal(&t, &fe_zero);
}

/* False: y is no canonical encoding, or no point has it. */
static APART bool decode(struct point *p, const u8 in[32])
{
	struct fe u, v;
	u8 again[32];

	p->y = from_bytes(in);
	to_bytes(p->y, again);
	again[31] |= in[31] & 0x80;
	if (!same_bytes(again, in))
		return false;
	mul(&u, &p->y, &p->y);
	mul(&v, &u, &fe_d);
	sub(&u, &u, &fe_one);
	add(&v, &v, &fe_one);
	if (!root(&p->x, &u, &v))
		return false;
	if (is_odd(&p->x) != in[31] >> 7)
		sub(&p->x, &fe_zero, &p->x);
	p->z = fe_one;
	mul(&p->t, &p->x, &p->y);
	return true;
}

static APART void encode(const struct point *p, u8 out[32])
{
	struct fe inverse, x, y;

	power(&inverse, &p->z, 255, 20); /* p - 2 */
	mul(&x, &p->x, &inverse);
	mul(&y, &p->y, &inverse);
	to_bytes(y, out);
	out[31] |= (u8)(is_odd(&x) << 7);
}

/* The points whose order divides the cofactor 8. */
static APART bool has_small_order(struct point p)
{
	for (u32 i = 0; i < 3; i++)
		twice(&p);
	return equal(&p.x, &fe_zero) && equal(&p.y, &p.z);
}

/* ---- scalars ---- */
static bool below_order(const u64 s[4])
{
	for (int i = 3; i >= 0; i--)
		if (s[i] != order[i])
			return s[i] < order[i];
	return false;
}

/* A 512-bit number modulo L, bit by bit: below L < 2^253 doubling cannot overflow. */
static APART void reduce(const u8 in[64], u64 r[4])
{
	r[0] = r[1] = r[2] = r[3] = 0;
	for (int bit = 511; bit >= 0; bit--) {
		for (u32 i = 3; i > 0; i--)
			r[i] = r[i] << 1 | r[i - 1] >> 63;
		r[0] = r[0] << 1 | (in[bit / 8] >> bit % 8 & 1);
		if (!below_order(r)) {
			u64 borrow = 0;

			for (u32 i = 0; i < 4; i++) {
				u128 d = (u128)r[i] - order[i] - borrow;

				r[i] = (u64)d;
				borrow = (u64)(d >> 64) & 1;
			}
		}
	}
}

static u32 bit(const u64 s[4], u32 i)
{
	return (u32)(s[i / 64] >> i % 64) & 1;
}

/* [s]B + [h]A: one doubling a bit for both, and one addition of B, A or their sum. */
static APART void combine(struct point *r, const u64 s[4], const u64 h[4], const struct point *a)
{
	struct addend of[3];

	prepare(&of[0], &base);
	prepare(&of[1], a);
	*r = *a;
	plus(r, &of[0]);
	prepare(&of[2], r);
	*r = (struct point){fe_zero, fe_one, fe_one, fe_zero};
	for (u32 i = 256; i-- > 0;) {
		u32 which = bit(s, i) | bit(h, i) << 1;

		twice(r);
		if (which)
			plus(r, &of[which - 1]);
	}
}

static APART void challenge(const u8 sig[64], const u8 *msg, size_t len, const u8 pk[32], u64 h[4])
{
	struct rk_sha512 sha;
	u8 digest[64];

	rk_sha512_init(&sha);
	rk_sha512_add(&sha, sig, 32);
	rk_sha512_add(&sha, pk, 32);
	rk_sha512_add(&sha, msg, len);
	rk_sha512_end(&sha, digest);
	reduce(digest, h);
}

int rk_ed25519_verify(const u8 sig[64], const u8 *msg, size_t len, const u8 pk[32])
{
	struct point a, r;
	u64 s[4], h[4];
	u8 encoded[32];

	for (u32 i = 0; i < 4; i++)
		s[i] = load_le(sig + 32 + 8 * i);
	if (!below_order(s) || !decode(&a, pk) || has_small_order(a))
		return RK_ESIG;
	sub(&a.x, &fe_zero, &a.x);
	sub(&a.t, &fe_zero, &a.t);
	challenge(sig, msg, len, pk, h);
	combine(&r, s, h, &a);
	/* An encoding is canonical: another spelling of R cannot equal it. */
	encode(&r, encoded);
	if (!same_bytes(encoded, sig) || has_small_order(r))
		return RK_ESIG;
	return RK_OK;
}
