// SPDX-License-Identifier: MIT
/*
 * Numbers that are made of one another: the low half of x plus a constant, x shifted up, and so on.
 * A linked number is f(X), where X is a value that its id names, and f one of four functions with a
 * constant. What a branch tells about one of them is carried to the others, each step by an
 * operator of the value domain. An id names the same X for ever, so that overwriting one number
 * changes nothing about the others.
 */
#include "an.h"
#include "pack.h"

static s64 constant_of(const struct rk_reg *r)
{
	return (s32)r->ref;
}

static void unlink_reg(struct rk_reg *r)
{
	r->id = r->obj = r->ref = 0;
}

static void link_as(struct rk_reg *dst, const struct rk_reg *of, enum rk_link f, u64 constant)
{
	unlink_reg(dst);
	if (f == RK_LINK_SUM && (s64)constant != (s32)constant)
		return;
	dst->id = of->id;
	dst->obj = f;
	dst->ref = (u32)constant;
}

bool rk_link_name(struct rk_an *a, u32 n, struct rk_reg *src)
{
	if (src->kind != RK_T_SCALAR || src->v.umin == src->v.umax)
		return false;
	if (!src->id)
		src->id = a->s.r[n].id = a->next_id++;
	return true;
}

void rk_link_low(struct rk_reg *dst, const struct rk_reg *src)
{
	if (src->id && src->obj != RK_LINK_HIGH)
		link_as(dst, src, RK_LINK_LOW, src->ref);
}

void rk_link_signed(struct rk_reg *dst, const struct rk_reg *src)
{
	if (src->id && src->obj != RK_LINK_HIGH)
		link_as(dst, src, RK_LINK_SIGNED, src->ref);
}

static void link_sum(struct rk_reg *dst, const struct rk_reg *src, u64 by, u8 size)
{
	if (size == 4 && src->obj != RK_LINK_HIGH)
		link_as(dst, src, RK_LINK_LOW, src->ref + (u32)by);
	else if (size == 8 && src->obj == RK_LINK_SUM)
		link_as(dst, src, RK_LINK_SUM, (u64)constant_of(src) + by);
}

static void link_shift(struct rk_reg *dst, const struct rk_reg *src, u8 op)
{
	if (op == RK_ALU_LSH && src->obj != RK_LINK_HIGH)
		link_as(dst, src, RK_LINK_HIGH, src->ref);
	else if (op != RK_ALU_LSH && src->obj == RK_LINK_HIGH)
		link_as(dst, src, op == RK_ALU_RSH ? RK_LINK_LOW : RK_LINK_SIGNED, src->ref);
}

void rk_link_alu(struct rk_reg *dst, const struct rk_reg *src, const struct rk_insn *in,
	const struct rk_val *by)
{
	u64 c;

	if (!src->id || !rk_val_is_const(by, &c))
		return;
	switch (in->op) {
	case RK_ALU_ADD: link_sum(dst, src, c, in->size); break;
	case RK_ALU_SUB: link_sum(dst, src, 0 - c, in->size); break;
	case RK_ALU_LSH:
	case RK_ALU_RSH:
	case RK_ALU_ARSH:
		if (in->size == 8 && c == 32)
			link_shift(dst, src, in->op);
		break;
	default: break;
	}
}

static struct rk_val add(const struct rk_val *v, s64 by, u8 size)
{
	struct rk_val c = rk_val_const(size == 4 ? (u32)by : (u64)by);

	return rk_val_alu(RK_ALU_ADD, size, false, v, &c);
}

static struct rk_val shift(const struct rk_val *v, enum rk_alu op)
{
	struct rk_val c = rk_val_const(32);

	return rk_val_alu(op, 8, false, v, &c);
}

/* Any number whose low half is one of v's, v being below 2^32. */
static struct rk_val with_low(const struct rk_val *v)
{
	struct rk_val all = rk_val_any();

	all.u32min = v->u32min;
	all.u32max = v->u32max;
	all.s32min = v->s32min;
	all.s32max = v->s32max;
	all.value = (u32)v->value;
	all.mask = v->mask | ~(u64)U32_MAX;
	return all;
}

/* The low half of X, from x = f(X) in v. */
static struct rk_val low_of(const struct rk_reg *x)
{
	struct rk_val v = x->obj == RK_LINK_HIGH ? shift(&x->v, RK_ALU_RSH) : x->v;

	return add(&v, -constant_of(x), 4);
}

/* What x tells about r, both made of the same X. */
static struct rk_val told(const struct rk_reg *r, const struct rk_reg *x)
{
	struct rk_val v;

	if (r->obj == RK_LINK_SUM && x->obj == RK_LINK_SUM)
		return add(&x->v, constant_of(r) - constant_of(x), 8);
	v = low_of(x);
	v = add(&v, constant_of(r), 4);
	switch (r->obj) {
	case RK_LINK_SUM: return with_low(&v);
	case RK_LINK_HIGH: return shift(&v, RK_ALU_LSH);
	case RK_LINK_SIGNED: return rk_val_movsx(8, 4, &v);
	default: return v;
	}
}

/* A contradiction means that nothing comes here; it is left for a check to find. */
static void refine_reg(struct rk_pool *pool, struct rk_reg *r, const struct rk_reg *x)
{
	struct rk_val v, met;

	if (r->obj == x->obj && r->ref == x->ref) {
		r->v = x->v;
		return;
	}
	pool->work += RK_WORK_TOLD;
	v = told(r, x);
	if (rk_val_reduce(&v) && rk_val_meet(&r->v, &v, &met))
		r->v = met;
}

void rk_state_refine(struct rk_state *s, const struct rk_reg *x)
{
	struct rk_packed *l;

	for (u32 i = 0; x->id && (l = rk_state_place(s, i)); i++)
		if (l->kind == RK_T_SCALAR && l->id == x->id) {
			struct rk_reg r;

			rk_place_get(s, l, &r);
			refine_reg(s->pool, &r, x);
			rk_place_put(s, l, &r);
		}
}
