// SPDX-License-Identifier: MIT
/*
 * How a value moves between two points of a loop: "what location sym held, plus [dlo, dhi]" as
 * whole numbers. The claim is kept only where no addition can wrap: as unsigned (RK_LAX clear) or
 * as signed numbers (RK_LAX_SIGNED clear), or of low halves as signed numbers (RK_LAX_HALF clear),
 * which depend on low halves alone, whatever the size of the addition. Of a scalar for which none
 * of them holds one claim is left, which always does: low halves differ by so much modulo 2^32.
 */
#include "an.h"

enum { DELTA_MAX = 1 << 30 };

static bool wraps_unsigned(const struct rk_val *v, s64 lo, s64 hi)
{
	return (lo < 0 && v->umin < (u64)-lo) || (hi > 0 && v->umax > U64_MAX - (u64)hi);
}

static bool wraps_signed(const struct rk_val *v, s64 lo, s64 hi)
{
	return (lo < 0 && v->smin < S64_MIN - lo) || (hi > 0 && v->smax > S64_MAX - hi);
}

/* A 32-bit sum is the 64-bit one where both fit into 32 bits unsigned. */
static bool wraps_32(const struct rk_val *v, s64 lo, s64 hi)
{
	return v->umax > U32_MAX || (s64)v->umin + lo < 0 || (s64)v->umax + hi > U32_MAX;
}

static bool wraps_half(const struct rk_val *v, s64 lo, s64 hi)
{
	return v->s32min + lo < S32_MIN || v->s32max + hi > S32_MAX;
}

u8 rk_delta_lax(const struct rk_reg *r)
{
	return r->kind == RK_T_SCALAR ? r->flags & RK_LAX_ALL
				      : (r->flags & (RK_LAX | RK_LAX_SIGNED)) | RK_LAX_HALF;
}

void rk_delta_add(
	struct rk_reg *dst, const struct rk_reg *a, const struct rk_val *by, u8 size, bool negate)
{
	s64 lo = size == 8 ? by->smin : by->s32min, hi = size == 8 ? by->smax : by->s32max;
	u8 all = dst->kind == RK_T_SCALAR ? RK_LAX_ALL : RK_LAX | RK_LAX_SIGNED;
	u8 lax = rk_delta_lax(a);
	u16 sym = a->sym;

	dst->sym = 0;
	dst->flags &= (u8)~all;
	if (!sym || lo < -DELTA_MAX || hi > DELTA_MAX)
		return;
	if (negate) {
		s64 t = -lo;

		lo = -hi;
		hi = t;
	}
	if (size == 4 && wraps_32(&a->v, lo, hi))
		lax |= RK_LAX | RK_LAX_SIGNED;
	if (wraps_unsigned(&a->v, lo, hi))
		lax |= RK_LAX;
	if (wraps_signed(&a->v, lo, hi))
		lax |= RK_LAX_SIGNED;
	if (wraps_half(&a->v, lo, hi))
		lax |= RK_LAX_HALF;
	lo += a->dlo;
	hi += a->dhi;
	if ((lax == RK_LAX_ALL && dst->kind != RK_T_SCALAR) || lo < -DELTA_MAX || hi > DELTA_MAX)
		return;
	dst->sym = sym;
	dst->flags |= lax & all;
	dst->dlo = (s32)lo;
	dst->dhi = (s32)hi;
}
