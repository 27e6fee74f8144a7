/* SPDX-License-Identifier: MIT */
/* SHA-512 (FIPS 180-4), for Ed25519 only. Freestanding, public data, cannot fail. */
#include "runtime.h"

enum { BLOCK = 128, ROUNDS = 80, LENGTH_AT = BLOCK - 16 };

/* First 64 bits of the fractions of the cube roots of the first 80 primes. */
static const u64 round_constant[ROUNDS] = {0x428a2f98d728ae22, 0x7137449123ef65cd,
	0xb5c0fbcfec4d3b2f, 0xe9b5dba58189dbbc, 0x3956c25bf348b538, 0x59f111f1b605d019,
	0x923f82a4af194f9b, 0xab1c5ed5da6d8118, 0xd807aa98a3030242, 0x12835b0145706fbe,
	0x243185be4ee4b28c, 0x550c7dc3d5ffb4e2, 0x72be5d74f27b896f, 0x80deb1fe3b1696b1,
	0x9bdc06a725c71235, 0xc19bf174cf692694, 0xe49b69c19ef14ad2, 0xefbe4786384f25e3,
	0x0fc19dc68b8cd5b5, 0x240ca1cc77ac9c65, 0x2de92c6f592b0275, 0x4a7484aa6ea6e483,
	0x5cb0a9dcbd41fbd4, 0x76f988da831153b5, 0x983e5152ee66dfab, 0xa831c66d2db43210,
	0xb00327c898fb213f, 0xbf597fc7beef0ee4, 0xc6e00bf33da88fc2, 0xd5a79147930aa725,
	0x06ca6351e003826f, 0x142929670a0e6e70, 0x27b70a8546d22ffc, 0x2e1b21385c26c926,
	0x4d2c6dfc5ac42aed, 0x53380d139d95b3df, 0x650a73548baf63de, 0x766a0abb3c77b2a8,
	0x81c2c92e47edaee6, 0x92722c851482353b, 0xa2bfe8a14cf10364, 0xa81a664bbc423001,
	0xc24b8b70d0f89791, 0xc76c51a30654be30, 0xd192e819d6ef5218, 0xd69906245565a910,
	0xf40e35855771202a, 0x106aa07032bbd1b8, 0x19a4c116b8d2d0c8, 0x1e376c085141ab53,
	0x2748774cdf8eeb99, 0x34b0bcb5e19b48a8, 0x391c0cb3c5c95a63, 0x4ed8aa4ae3418acb,
	0x5b9cca4f7763e373, 0x682e6ff3d6b2b8a3, 0x748f82ee5defb2fc, 0x78a5636f43172f60,
	0x84c87814a1f0ab72, 0x8cc702081a6439ec, 0x90befffa23631e28, 0xa4506cebde82bde9,
	0xbef9a3f7b2c67915, 0xc67178f2e372532b, 0xca273eceea26619c, 0xd186b8c721c0c207,
	0xeada7dd6cde0eb1e, 0xf57d4f7fee6ed178, 0x06f067aa72176fba, 0x0a637dc5a2c898a6,
	0x113f9804bef90dae, 0x1b710b35131c471b, 0x28db77f523047d84, 0x32caab7b40c72493,
	0x3c9ebe0a15c9bebc, 0x431d67c49c100d4c, 0x4cc5d4becb3e42b6, 0x597f299cfc657e2a,
	0x5fcb6fab3ad6faec, 0x6c44198c4a475817};

static u64 rotr(u64 x, u32 n)
{
	return x >> n | x << (64 - n);
}

static u64 load_be(const u8 *p)
{
	u64 v = 0;

	for (u32 i = 0; i < 8; i++)
		v = v << 8 | p[i];
	return v;
}

static void store_be(u8 *p, u64 v)
{
	for (u32 i = 0; i < 8; i++)
		p[i] = (u8)(v >> (56 - 8 * i));
}

/* The message schedule needs only its last 16 words. */
static u64 next_word(u64 w[16], u32 t)
{
	u64 w15 = w[(t + 1) % 16], w2 = w[(t + 14) % 16];
	u64 s0 = rotr(w15, 1) ^ rotr(w15, 8) ^ w15 >> 7;
	u64 s1 = rotr(w2, 19) ^ rotr(w2, 61) ^ w2 >> 6;

	return w[t % 16] += s0 + w[(t + 9) % 16] + s1;
}

static void one_round(u64 v[8], u64 constant, u64 word)
{
	u64 e = v[4], a = v[0], t1, t2;

	t1 = v[7] + (rotr(e, 14) ^ rotr(e, 18) ^ rotr(e, 41)) + ((e & v[5]) ^ (~e & v[6])) +
	     constant + word;
	t2 = (rotr(a, 28) ^ rotr(a, 34) ^ rotr(a, 39)) + ((a & v[1]) ^ (a & v[2]) ^ (v[1] & v[2]));
	for (u32 i = 7; i > 0; i--)
		v[i] = v[i - 1];
	v[4] += t1;
	v[0] = t1 + t2;
}

static void compress(u64 h[8], const u8 block[BLOCK])
{
	u64 w[16], v[8];

	for (u32 i = 0; i < 16; i++)
		w[i] = load_be(block + 8 * i);
	for (u32 i = 0; i < 8; i++)
		v[i] = h[i];
	for (u32 t = 0; t < ROUNDS; t++)
		one_round(v, round_constant[t], t < 16 ? w[t] : next_word(w, t));
	for (u32 i = 0; i < 8; i++)
		h[i] += v[i];
}

void rk_sha512_init(struct rk_sha512 *s)
{
	/* First 64 bits of the fractions of the square roots of the first 8 primes. */
	*s = (struct rk_sha512){.h = {0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b,
					0xa54ff53a5f1d36f1, 0x510e527fade682d1, 0x9b05688c2b3e6c1f,
					0x1f83d9abfb41bd6b, 0x5be0cd19137e2179}};
}

void rk_sha512_add(struct rk_sha512 *s, const void *p, size_t n)
{
	const u8 *in = p;

	s->len += n;
	while (n--) {
		s->buf[s->fill++] = *in++;
		if (s->fill == BLOCK) {
			compress(s->h, s->buf);
			s->fill = 0;
		}
	}
}

/* Lengths stay below 2^61 bytes, so the upper half of the 128-bit count of bits is zero. */
void rk_sha512_end(struct rk_sha512 *s, u8 out[64])
{
	static const u8 first = 0x80, zero = 0;
	u8 bits[16] = {0};

	store_be(bits + 8, s->len << 3);
	rk_sha512_add(s, &first, 1);
	while (s->fill != LENGTH_AT)
		rk_sha512_add(s, &zero, 1);
	rk_sha512_add(s, bits, sizeof(bits));
	for (u32 i = 0; i < 8; i++)
		store_be(out + 8 * i, s->h[i]);
}
