/* SPDX-License-Identifier: MIT */
/*
 * SHA3-256 (FIPS 202): Keccak-f[1600], rate 136, suffix 01. Freestanding, no tables beyond the
 * standard's constants; cannot fail. Digests of public data only, so nothing is wiped.
 */
#include "rk/sha3.h"

enum { RATE = 136, ROUNDS = 24 };

static const u64 round_constant[ROUNDS] = {0x0000000000000001, 0x0000000000008082,
	0x800000000000808a, 0x8000000080008000, 0x000000000000808b, 0x0000000080000001,
	0x8000000080008081, 0x8000000000008009, 0x000000000000008a, 0x0000000000000088,
	0x0000000080008009, 0x000000008000000a, 0x000000008000808b, 0x800000000000008b,
	0x8000000000008089, 0x8000000000008003, 0x8000000000008002, 0x8000000000000080,
	0x000000000000800a, 0x800000008000000a, 0x8000000080008081, 0x8000000000008080,
	0x0000000080000001, 0x8000000080008008};

/* Unrolled, indices and rotations are constants: twice as fast, and twice as large. */
#ifdef __OPTIMIZE_SIZE__
#define UNROLLED(n)
#else
#define TEXT(text) #text
#define UNROLLED(n) _Pragma(TEXT(GCC unroll n))
#endif

/* Rho and pi walk one cycle through all lanes but the first: where to, and rotated by how much. */
static const u8 pi_lane[24] = {
	10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1};
static const u8 rho_bits[24] = {
	1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44};

static inline u64 rotl(u64 x, u32 n)
{
	return x << n | x >> (64 - n);
}

static void theta(u64 a[25])
{
	u64 c[5], d;

	UNROLLED(5)
	for (u32 x = 0; x < 5; x++)
		c[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
	UNROLLED(5)
	for (u32 x = 0; x < 5; x++) {
		d = c[(x + 4) % 5] ^ rotl(c[(x + 1) % 5], 1);
		UNROLLED(5)
		for (u32 y = 0; y < 25; y += 5)
			a[y + x] ^= d;
	}
}

static void rho_pi(u64 a[25])
{
	u64 carry = a[1], next;

	UNROLLED(24)
	for (u32 i = 0; i < 24; i++) {
		next = a[pi_lane[i]];
		a[pi_lane[i]] = rotl(carry, rho_bits[i]);
		carry = next;
	}
}

static void chi(u64 a[25])
{
	UNROLLED(5)
	for (u32 y = 0; y < 25; y += 5) {
		u64 a0 = a[y], a1 = a[y + 1];

		a[y] ^= ~a1 & a[y + 2];
		a[y + 1] ^= ~a[y + 2] & a[y + 3];
		a[y + 2] ^= ~a[y + 3] & a[y + 4];
		a[y + 3] ^= ~a[y + 4] & a0;
		a[y + 4] ^= ~a0 & a1;
	}
}

static void permute(u64 a[25])
{
	for (u32 r = 0; r < ROUNDS; r++) {
		theta(a);
		rho_pi(a);
		chi(a);
		a[0] ^= round_constant[r];
	}
}

static void absorb_byte(struct rk_sha3 *s, u8 b)
{
	s->lane[s->fill / 8] ^= (u64)b << (s->fill % 8 * 8);
	s->fill++;
}

static u64 load64(const u8 *p)
{
	u64 v = 0;

	for (u32 i = 0; i < 8; i++)
		v |= (u64)p[i] << (i * 8);
	return v;
}

void rk_sha3_init(struct rk_sha3 *s)
{
	*s = (struct rk_sha3){0};
}

void rk_sha3_add(struct rk_sha3 *s, const void *p, size_t n)
{
	const u8 *in = p;

	while (n) {
		if (s->fill % 8 == 0 && n >= 8) {
			s->lane[s->fill / 8] ^= load64(in);
			s->fill += 8;
			in += 8;
			n -= 8;
		} else {
			absorb_byte(s, *in++);
			n--;
		}
		if (s->fill == RATE) {
			permute(s->lane);
			s->fill = 0;
		}
	}
}

void rk_sha3_end(struct rk_sha3 *s, u8 out[32])
{
	s->lane[s->fill / 8] ^= (u64)0x06 << (s->fill % 8 * 8);
	s->lane[RATE / 8 - 1] ^= (u64)0x80 << 56;
	permute(s->lane);
	for (u32 i = 0; i < 32; i++)
		out[i] = (u8)(s->lane[i / 8] >> (i % 8 * 8));
}

void rk_sha3_256(const void *p, size_t n, u8 out[32])
{
	struct rk_sha3 s;

	rk_sha3_init(&s);
	rk_sha3_add(&s, p, n);
	rk_sha3_end(&s, out);
}
