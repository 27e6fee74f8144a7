/* SPDX-License-Identifier: MIT */
/*
 * What a generator chooses: by a seed, or by the bytes of a fuzzer as long as there are any, so
 * that what a byte decides stays what the fuzzer found out about it.
 */
#ifndef RK_CONFORMANCE_CHOICE_H
#define RK_CONFORMANCE_CHOICE_H

#include "rk/types.h"

struct choices {
	u64 random; /* not 0 */
	const u8 *bytes;
	size_t n;
};

static inline struct choices choices_of_seed(u64 seed)
{
	return (struct choices){.random = (seed + 1) * 0x9e3779b97f4a7c15u};
}

static inline u64 choose_bytes(struct choices *c, size_t n)
{
	u64 v = 0;

	for (size_t i = 0; i < n && c->n; i++, c->n--)
		v |= (u64)*c->bytes++ << 8 * i;
	return v;
}

static inline u64 choose(struct choices *c)
{
	if (c->n)
		return choose_bytes(c, 8);
	c->random ^= c->random << 13;
	c->random ^= c->random >> 7;
	c->random ^= c->random << 17;
	return c->random * 0x2545f4914f6cdd1du;
}

static inline u32 choose_below(struct choices *c, u32 n)
{
	if (c->n)
		return (u32)choose_bytes(c, n > 256 ? 2 : 1) % n;
	return (u32)((choose(c) >> 32) % n);
}

#endif
