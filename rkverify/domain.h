/* SPDX-License-Identifier: MIT */
/*
 * The value domain: what is known of one 64-bit number. A reduced product of known bits, unsigned
 * and signed 64-bit intervals and the same for the low 32 bits. Pure functions, no allocation.
 *
 * gamma(v) = all x with bits.value == (x & ~bits.mask), umin <= x <= umax, smin <= (s64)x <= smax,
 * and the low half within [u32min, u32max] and [s32min, s32max]. Every function below returns a
 * superset of the concrete results (its soundness argument stands beside its body); the unit test
 * checks that exhaustively at small widths. A value is never empty: functions that may find a
 * contradiction return false instead.
 */
#ifndef RK_DOMAIN_H
#define RK_DOMAIN_H

#include "rk/insn.h"

struct rk_val {
	u64 umin, umax;
	s64 smin, smax;
	u64 value, mask; /* known bits: bit i is value's where mask's is 0; value & mask == 0 */
	u32 u32min, u32max;
	s32 s32min, s32max;
};

/* All numbers of so many bytes, as the reduction leaves them. */
static inline struct rk_val rk_val_unsigned(u32 size)
{
	u64 max = ~(u64)0 >> (64 - 8 * size);
	u32 low = (u32)max;

	return (struct rk_val){.umax = max,
		.smin = size == 8 ? INT64_MIN : 0,
		.smax = size == 8 ? INT64_MAX : (s64)max,
		.mask = max,
		.u32max = low,
		.s32min = size >= 4 ? INT32_MIN : 0,
		.s32max = size >= 4 ? INT32_MAX : (s32)low};
}

struct rk_val rk_val_const(u64 x);
struct rk_val rk_val_any(void);
struct rk_val rk_val_urange(u64 min, u64 max);
struct rk_val rk_val_srange(s64 min, s64 max);
struct rk_val rk_val_bytes(u8 size, bool is_signed); /* an unknown value loaded with this size */
bool rk_val_is_const(const struct rk_val *v, u64 *x);
bool rk_val_equal(const struct rk_val *a, const struct rk_val *b);
bool rk_val_subset(const struct rk_val *a, const struct rk_val *b); /* gamma(a) in gamma(b) */
bool rk_val_contains(const struct rk_val *v, u64 x);
/* Tighten each part by the others; false: contradiction, the value cannot exist. */
bool rk_val_reduce(struct rk_val *v);
struct rk_val rk_val_join(const struct rk_val *a, const struct rk_val *b);
bool rk_val_meet(const struct rk_val *a, const struct rk_val *b, struct rk_val *out);
/*
 * b after a at a loop head: bounds that moved go to the next threshold (sorted ascending signed
 * values, may be NULL), then to the extreme. Any chain of widenings is finite.
 */
struct rk_val rk_val_widen(
	const struct rk_val *a, const struct rk_val *b, const s64 *thresholds, u32 n);

/* dst op src with BPF semantics: x/0 = 0, x%0 = x, shift counts masked; size 4 zero-extends. */
struct rk_val rk_val_alu(
	enum rk_alu op, u8 size, bool is_signed, const struct rk_val *a, const struct rk_val *b);
struct rk_val rk_val_neg(u8 size, const struct rk_val *a);
struct rk_val rk_val_movsx(u8 size, u8 msize, const struct rk_val *a);
struct rk_val rk_val_end(enum rk_end op, u8 bits, const struct rk_val *a);
struct rk_val rk_val_zext32(const struct rk_val *a);
struct rk_val rk_val_trunc(u8 size, bool is_signed, const struct rk_val *a); /* store then load */

/*
 * Assume (a op b) == taken at width size (4 or 8) and tighten both. false: the assumption is
 * impossible, so this edge is dead.
 */
bool rk_val_assume(enum rk_cond op, u8 size, bool taken, struct rk_val *a, struct rk_val *b);

/* Concrete semantics of the same operations: the reference for tests and the interpreter's twin. */
u64 rk_eval_alu(enum rk_alu op, u8 size, bool is_signed, u64 a, u64 b);
bool rk_eval_cond(enum rk_cond op, u8 size, u64 a, u64 b);
u64 rk_eval_movsx(u8 size, u8 msize, u64 a);
u64 rk_eval_end(enum rk_end op, u8 bits, u64 a);

#endif
