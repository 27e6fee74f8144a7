/* SPDX-License-Identifier: MIT */
/*
 * Known bits of a 64-bit number ("tristate number"): bit i is value's where mask's is 0, unknown
 * where it is 1; value & mask == 0. The part of the value domain that sees alignment and masks.
 * The arithmetic is the one of Vishwanathan et al., "Sound, Precise, and Fast Abstract
 * Interpretation with Tristate Numbers" (CGO 2022), where each operator is proved sound.
 */
#ifndef RK_TNUM_H
#define RK_TNUM_H

#include "rk/types.h"

struct rk_tnum {
	u64 value, mask;
};

struct rk_tnum rk_tnum_range(u64 min, u64 max); /* all of [min, max] */
struct rk_tnum rk_tnum_add(struct rk_tnum a, struct rk_tnum b);
struct rk_tnum rk_tnum_sub(struct rk_tnum a, struct rk_tnum b);
struct rk_tnum rk_tnum_mul(struct rk_tnum a, struct rk_tnum b);
struct rk_tnum rk_tnum_and(struct rk_tnum a, struct rk_tnum b);
struct rk_tnum rk_tnum_or(struct rk_tnum a, struct rk_tnum b);
struct rk_tnum rk_tnum_xor(struct rk_tnum a, struct rk_tnum b);
struct rk_tnum rk_tnum_union(struct rk_tnum a, struct rk_tnum b);
bool rk_tnum_meet(struct rk_tnum a, struct rk_tnum b, struct rk_tnum *out); /* false: disjoint */
/* Smallest member >= *x, largest member <= *x; false where there is none. */
bool rk_tnum_ceil(struct rk_tnum t, u64 *x);
bool rk_tnum_floor(struct rk_tnum t, u64 *x);

#endif
