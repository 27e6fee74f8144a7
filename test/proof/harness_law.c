/* SPDX-License-Identifier: MIT */
/*
 * Laws of multiplication and division, assumed of the numbers that a proof is about; products and
 * quotients themselves are functions of which nothing else is known. Each law is proved for all
 * integers in laws.def, under the name in its comment. It holds for words because nothing here
 * wraps: products of 64-bit numbers are taken in 128 bits (product-size).
 */

static u128 product(u64 a, u64 b)
{
	return (u128)rk_same(a) * rk_same(b);
}

static s128 signed_product(s64 a, s64 b)
{
	return (s128)(s64)rk_same((u64)a) * (s64)rk_same((u64)b);
}

/* product-order, of signed numbers */
static void assume_signed_order(s64 a, s64 b, s64 factor)
{
	s128 pa = signed_product(a, factor), pb = signed_product(b, factor);

	rk_assume((a > b) | (factor < 0) | (pa <= pb));
	rk_assume((a > b) | (factor > 0) | (pa >= pb));
}

/* Small enough to be rounded up to a turn. */
static bool moderate(s128 x)
{
	s128 limit = (s128)1 << 126;

	return (x >= -limit) & (x <= limit);
}

/* product-size: products of signed words are from -2^126 to 2^126 */
static void assume_product_size(s64 a, s64 b)
{
	rk_assume(moderate(signed_product(a, b)));
}

/* product-size, of two unsigned 32-bit numbers: it needs 64 bits */
static void assume_half_product(u64 a, u64 b)
{
	rk_assume((a > LOW) | (b > LOW) | !(product(a, b) >> 64));
}

/* product-order, of unsigned ones */
static void assume_unsigned_order(u64 a, u64 b, u64 factor)
{
	assume_half_product(a, factor);
	assume_half_product(b, factor);
	rk_assume((a > b) | (product(a, factor) <= product(b, factor)));
}

/* product-low, for turns of 2^32 and 2^64: the low bits of factors decide those of a product. */
static void assume_low_product(u64 x, u64 y)
{
	u64 whole = rk_same(x) * rk_same(y), low = rk_same((u32)x) * rk_same((u32)y);

	rk_assume((u64)product(x, y) == whole);
	rk_assume((u64)signed_product((s64)x, (s64)y) == whole);
	rk_assume((u32)whole == (u32)low);
	rk_assume((u32)product((u32)x, (u32)y) == (u32)low);
	rk_assume((u32)signed_product((s32)x, (s32)y) == (u32)low);
}

/* One bit of long multiplication (product-bit): x = 2(x >> 1) + (x & 1). */
static void assume_bit_product(u64 x, u64 y)
{
	rk_assume(rk_same(x) * rk_same(y) == rk_same(x >> 1) * rk_same(y << 1) + (x & 1 ? y : 0));
}

/* quotient-order: larger numbers by smaller ones have larger quotients. */
static void assume_quotient_order(u64 a, u64 by_a, u64 b, u64 by_b)
{
	if (by_a && by_b)
		rk_assume((a > b) | (by_b > by_a) |
			  (rk_same(a) / rk_same(by_a) <= rk_same(b) / rk_same(by_b)));
}

/* quotient-order, and quotient-one */
static void assume_quotient_size(u64 a, u64 by)
{
	assume_quotient_order(a, by, a, 1);
	rk_assume(rk_same(a) / rk_same(1) == a);
}

/* remainder-size */
static void assume_remainder(u64 a, u64 by)
{
	u64 rest;

	if (!by)
		return;
	rest = rk_same(a) % rk_same(by);
	rk_assume((rest < by) & (rest <= a) & ((a >= by) | (rest == a)));
}

/* remainder-order: within one quotient. */
static void assume_remainder_order(u64 a, u64 b, u64 by)
{
	if (by)
		rk_assume((a > b) | (rk_same(a) / rk_same(by) != rk_same(b) / rk_same(by)) |
			  (rk_same(a) % rk_same(by) <= rk_same(b) % rk_same(by)));
}

/* How large a signed number is: signed division divides these and sets the sign. */
static u64 magnitude(s64 x)
{
	return x < 0 ? 0 - (u64)x : (u64)x;
}
