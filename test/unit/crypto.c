/* SPDX-License-Identifier: MIT */
/*
 * The runtime's SHA-512, SHA3-256 and Ed25519 against published vectors and libsodium: where one
 * says yes, the other must.
 */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "rk/sha3.h"
#include "runtime.h"

static void fail(const char *what, unsigned n)
{
	fprintf(stderr, "%s (%u)\n", what, n);
	exit(1);
}

static void unhex(u8 *out, const char *hex)
{
	size_t n;

	if (sodium_hex2bin(out, strlen(hex) / 2, hex, strlen(hex), NULL, &n, NULL) ||
		n * 2 != strlen(hex))
		fail("bad hex in the test", 0);
}

/* ---- digests: FIPS 180-4 and 202 examples, then every length against a second implementation ----
 */
static const struct {
	const char *text;
	size_t repeat;
	const char *sha512, *sha3;
} digests[] = {
	{"", 1,
		"cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce"
		"47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e",
		"a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a"},
	{"abc", 1,
		"ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
		"2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
		"3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532"},
	{"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
		"204a8fc6dda82f0a0ced7beb8e08a41657c16ef468b228a8279be331a703c335"
		"96fd15c13b1b07f9aa1d3bea57789ca031ad85c7a71dd70354ec631238ca3445",
		"41c0dba2a9d6240849100376a8235e2c82e1b9998a999e21db32dd97496d3376"},
	{"a", 1000000,
		"e718483d0ce769644e2e42c7bc15b4638e1f98b13b2044285632a803afa973eb"
		"de0ff244877ea60a4cb0432ce577c31beb009c5c2c49aa2e4eadb217ad8cc09b",
		"5c8875ae474a3634ba4fd55ec85bffd661f32aca75c6d699d0cdcb6c115891c1"},
};

static void test_digests(void)
{
	for (unsigned i = 0; i < RK_ARRAY_SIZE(digests); i++) {
		u8 out[64], want[64];
		struct rk_sha512 s;
		struct rk_sha3 k;

		rk_sha512_init(&s);
		rk_sha3_init(&k);
		for (size_t n = 0; n < digests[i].repeat; n++) {
			rk_sha512_add(&s, digests[i].text, strlen(digests[i].text));
			rk_sha3_add(&k, digests[i].text, strlen(digests[i].text));
		}
		rk_sha512_end(&s, out);
		unhex(want, digests[i].sha512);
		if (memcmp(out, want, 64))
			fail("SHA-512 vector", i);
		rk_sha3_end(&k, out);
		unhex(want, digests[i].sha3);
		if (memcmp(out, want, 32))
			fail("SHA3-256 vector", i);
	}
}

static void test_every_length(void)
{
	u8 msg[600], ours[64], theirs[64], whole[32];

	randombytes_buf(msg, sizeof(msg));
	for (unsigned n = 0; n <= sizeof(msg); n++) {
		struct rk_sha512 s;
		struct rk_sha3 k;
		unsigned cut = n ? randombytes_uniform(n) : 0;

		rk_sha512_init(&s);
		rk_sha512_add(&s, msg, cut);
		rk_sha512_add(&s, msg + cut, n - cut);
		rk_sha512_end(&s, ours);
		crypto_hash_sha512(theirs, msg, n);
		if (memcmp(ours, theirs, 64))
			fail("SHA-512 of n bytes differs from libsodium", n);
		rk_sha3_init(&k);
		rk_sha3_add(&k, msg, cut);
		rk_sha3_add(&k, msg + cut, n - cut);
		rk_sha3_end(&k, ours);
		rk_sha3_256(msg, n, whole);
		if (memcmp(ours, whole, 32))
			fail("SHA3-256 in two parts differs from SHA3-256 in one", n);
	}
}

/* ---- signatures ---- */
static const u8 order[32] = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2,
	0xde, 0xf9, 0xde, 0x14, [31] = 0x10};

static int ours_says(const u8 sig[64], const u8 *msg, size_t n, const u8 pk[32])
{
	int ours = rk_ed25519_verify(sig, msg, n, pk);

	if ((ours == 0) != (crypto_sign_verify_detached(sig, msg, n, pk) == 0))
		fail(ours ? "refused, and libsodium accepts" : "accepted, and libsodium refuses",
			(unsigned)n);
	return ours;
}

static void test_rfc8032(void)
{
	static const char *const rows[][3] = {
		{"d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
			"e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
			"5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"},
		{"3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
			"92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
			"085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"},
		{"fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
			"6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
			"18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"},
	};

	for (unsigned i = 0; i < RK_ARRAY_SIZE(rows); i++) {
		u8 pk[32], sig[64], msg[2];

		unhex(pk, rows[i][0]);
		unhex(msg, rows[i][1]);
		unhex(sig, rows[i][2]);
		if (ours_says(sig, msg, strlen(rows[i][1]) / 2, pk))
			fail("RFC 8032 vector", i);
	}
}

static void test_random_and_flipped(void)
{
	u8 pk[32], sk[64], sig[64], msg[400];

	for (unsigned n = 0; n < 400; n++) {
		unsigned bit = randombytes_uniform(512);

		crypto_sign_keypair(pk, sk);
		randombytes_buf(msg, n);
		crypto_sign_detached(sig, NULL, msg, n, sk);
		if (ours_says(sig, msg, n, pk))
			fail("a good signature is refused", n);
		sig[bit / 8] ^= 1 << bit % 8;
		if (!ours_says(sig, msg, n, pk))
			fail("a flipped bit of the signature passes", bit);
		sig[bit / 8] ^= 1 << bit % 8;
		if (n) {
			msg[bit % n] ^= 1;
			if (!ours_says(sig, msg, n, pk))
				fail("a flipped bit of the message passes", n);
			msg[bit % n] ^= 1;
		}
		pk[bit / 16] ^= 1 << bit % 8;
		if (!ours_says(sig, msg, n, pk))
			fail("a flipped bit of the key passes", bit);
	}
}

static void test_every_bit_of_one_signature(void)
{
	u8 pk[32], sk[64], sig[64];

	crypto_sign_keypair(pk, sk);
	crypto_sign_detached(sig, NULL, (const u8 *)"stop", 4, sk);
	for (unsigned bit = 0; bit < 512; bit++) {
		sig[bit / 8] ^= 1 << bit % 8;
		if (!ours_says(sig, (const u8 *)"stop", 4, pk))
			fail("a flipped bit of the signature passes", bit);
		sig[bit / 8] ^= 1 << bit % 8;
	}
}

/* S + L gives the same point: the second spelling of a signature must not pass. */
static void test_malleable(void)
{
	u8 pk[32], sk[64], sig[64];
	unsigned carry = 0;

	crypto_sign_keypair(pk, sk);
	crypto_sign_detached(sig, NULL, (const u8 *)"m", 1, sk);
	for (unsigned i = 0; i < 32; i++) {
		carry += sig[32 + i] + order[i];
		sig[32 + i] = (u8)carry;
		carry >>= 8;
	}
	if (!ours_says(sig, (const u8 *)"m", 1, pk))
		fail("S + L passes", 0);
	memcpy(sig + 32, order, 32);
	if (!ours_says(sig, (const u8 *)"m", 1, pk))
		fail("S = L passes", 0);
}

/* Every encoding of every point of order 1, 2, 4 and 8, also the non-canonical ones. */
static const char *const small_order[] = {
	"0100000000000000000000000000000000000000000000000000000000000000",
	"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"0000000000000000000000000000000000000000000000000000000000000000",
	"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
	"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
	"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
};

/* With A of small order, R = [S]B - [h]A holds for many messages: a signature that signs nothing.
 */
static void test_small_order(void)
{
	u8 pk[32], sig[64] = {1}, msg[1];

	for (unsigned i = 0; i < 2 * RK_ARRAY_SIZE(small_order); i++) {
		unhex(pk, small_order[i / 2]);
		pk[31] |= (u8)(i % 2 << 7);
		for (unsigned n = 0; n < 64; n++) {
			msg[0] = (u8)n;
			memcpy(sig, pk, 32);
			memset(sig + 32, 0, 32);
			if (!ours_says(sig, msg, 1, pk))
				fail("a key of small order passes", i);
			memset(sig, 0, 64);
			sig[0] = 1;
			if (!ours_says(sig, msg, 1, pk))
				fail("a key of small order passes for R = 1", i);
		}
	}
}

/* [S]B = R + [h]A with R the neutral element and S = h a: valid but for the order of R. */
static void test_small_order_r(void)
{
	u8 pk[32], sk[64], sig[64] = {1}, h[64], a[64], s[32], hash[32], msg[1] = {7};
	crypto_hash_sha512_state st;

	crypto_sign_keypair(pk, sk);
	crypto_hash_sha512(a, sk, 32);
	a[0] &= 248;
	a[31] = (u8)((a[31] & 127) | 64);
	crypto_hash_sha512_init(&st);
	crypto_hash_sha512_update(&st, sig, 32);
	crypto_hash_sha512_update(&st, pk, 32);
	crypto_hash_sha512_update(&st, msg, 1);
	crypto_hash_sha512_final(&st, h);
	crypto_core_ed25519_scalar_reduce(hash, h);
	crypto_core_ed25519_scalar_mul(s, hash, a);
	memcpy(sig + 32, s, 32);
	if (!ours_says(sig, msg, 1, pk))
		fail("R of small order passes", 0);
}

/* y + p for the few y where it fits 255 bits: no key may have two spellings. */
static void test_non_canonical(void)
{
	u8 pk[32], sig[64];

	randombytes_buf(sig, sizeof(sig));
	sig[63] = 0;
	for (unsigned y = 0; y < 19; y++)
		for (unsigned sign = 0; sign < 2; sign++) {
			memset(pk, 0xff, 32);
			pk[0] = (u8)(0xed + y);
			pk[31] = (u8)(0x7f | sign << 7);
			if (!ours_says(sig, pk, 32, pk))
				fail("a non-canonical key passes", y);
		}
}

int main(void)
{
	if (sodium_init() < 0)
		fail("libsodium does not start", 0);
	test_digests();
	test_every_length();
	test_rfc8032();
	test_random_and_flipped();
	test_every_bit_of_one_signature();
	test_malleable();
	test_small_order();
	test_small_order_r();
	test_non_canonical();
	return 0;
}
