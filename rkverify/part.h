/* SPDX-License-Identifier: MIT */
/*
 * One width's intervals of a value, 32 or 64 bits: unsigned bounds zero-extended, signed bounds
 * sign-extended. Lets the value domain state each rule once for both widths. Private to domain*.c.
 */
#ifndef RK_PART_H
#define RK_PART_H

#include "domain.h"
#include "tnum.h"

struct rk_part {
	u64 umin, umax;
	s64 smin, smax;
};

static inline u64 rk_part_top(int width) /* largest unsigned number */
{
	return ~(u64)0 >> (64 - width);
}

static inline u64 rk_part_zext(u64 x, int width)
{
	return x & rk_part_top(width);
}

static inline s64 rk_part_sext(u64 x, int width)
{
	return width == 64 ? (s64)x : (s32)x;
}

static inline s64 rk_part_smax(int width)
{
	return (s64)(rk_part_top(width) >> 1);
}

static inline struct rk_part rk_part_full(int width)
{
	return (struct rk_part){
		0, rk_part_top(width), -rk_part_smax(width) - 1, rk_part_smax(width)};
}

static inline struct rk_part rk_part_get(const struct rk_val *v, int width)
{
	if (width == 64)
		return (struct rk_part){v->umin, v->umax, v->smin, v->smax};
	return (struct rk_part){v->u32min, v->u32max, v->s32min, v->s32max};
}

static inline void rk_part_put(struct rk_val *v, int width, const struct rk_part *p)
{
	if (width == 64) {
		v->umin = p->umin;
		v->umax = p->umax;
		v->smin = p->smin;
		v->smax = p->smax;
	} else {
		v->u32min = (u32)p->umin;
		v->u32max = (u32)p->umax;
		v->s32min = (s32)p->smin;
		v->s32max = (s32)p->smax;
	}
}

static inline struct rk_tnum rk_val_bits(const struct rk_val *v)
{
	return (struct rk_tnum){v->value, v->mask};
}

static inline void rk_val_put_bits(struct rk_val *v, struct rk_tnum t)
{
	v->value = t.value;
	v->mask = t.mask;
}

#define RK_RAISE(lo, x) ((lo) = (x) > (lo) ? (x) : (lo))
#define RK_LOWER(hi, x) ((hi) = (x) < (hi) ? (x) : (hi))

#endif
