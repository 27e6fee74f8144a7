// SPDX-License-Identifier: MIT
/*
 * Facts: the join over every state in which an instruction was stepped. While exploring, ptr_regs
 * and mixed_regs collect the registers ever seen with a pointer, and with a number other than null;
 * branches[] collects which ways were possible. rk_facts_finish() turns them into what verify.h
 * promises.
 */
#include "an.h"

void rk_facts_init(struct rk_an *a)
{
	a->facts = rk_alloc_array(a->diags.arena, a->p->n_insns, sizeof(*a->facts));
	a->branches = rk_alloc_array(a->arena, a->p->n_insns, 1);
	for (u32 i = 0; i < a->p->n_insns; i++)
		a->facts[i] = (struct rk_fact){.map = RK_NO_MAP,
			.init_regs = 0x7ff,
			.dst_min = S64_MAX,
			.dst_max = S64_MIN};
}

/* A kernel pointer is a number to compiled code: it is only ever given to the no-fault loads. */
static bool counts_as_ptr(u8 kind)
{
	return kind >= RK_T_MAP && kind != RK_T_KERNEL;
}

void rk_facts_regs(struct rk_an *a)
{
	struct rk_fact *f = &a->facts[a->pc];
	u16 init = 0, ptr = 0, num = 0;

	for (u32 n = 0; n < 11; n++) {
		const struct rk_packed *r = &a->s.r[n];
		u16 bit = (u16)(1u << n);

		if (r->kind == RK_T_NONE)
			continue;
		init |= bit;
		if (counts_as_ptr(r->kind))
			ptr |= bit;
		else if (r->kind != RK_T_SCALAR || r->form != RK_FORM_CONST || r->val)
			num |= bit;
	}
	f->flags |= RK_FACT_REACHED;
	f->init_regs &= init;
	f->ptr_regs |= ptr;
	f->mixed_regs |= num;
}

void rk_facts_result(struct rk_an *a, const struct rk_reg *r)
{
	struct rk_fact *f;

	if (!rk_facts_wanted(a))
		return;
	f = &a->facts[a->pc];
	if (counts_as_ptr(r->kind))
		f->flags |= RK_FACT_DST_PTR;
	else if (r->kind != RK_T_SCALAR || r->v.umax)
		a->branches[a->pc] |= RK_SAW_NUMBER;
	if (r->kind != RK_T_SCALAR) {
		f->dst_min = S64_MIN;
		f->dst_max = S64_MAX;
		return;
	}
	if (r->v.smin < f->dst_min)
		f->dst_min = r->v.smin;
	if (r->v.smax > f->dst_max)
		f->dst_max = r->v.smax;
}

/*
 * Paths that reach different regions here: as if others could write all of it, and where one of
 * them is the kernel's, only through the loads that cannot fault, which read own memory as well.
 */
static void mix_region(struct rk_fact *f, const struct rk_access *x, u8 frame)
{
	if (f->region != x->region) {
		bool kernel = f->region == RK_REGION_KERNEL || x->region == RK_REGION_KERNEL;

		f->region = kernel ? RK_REGION_KERNEL : RK_REGION_VALUE;
		f->flags |= RK_FACT_SHARED;
		f->frame = 0xff;
	} else if (f->frame != frame) {
		f->frame = 0xff;
	}
	f->align = x->align < f->align ? x->align : f->align;
	f->off_min = x->lo < f->off_min ? x->lo : f->off_min;
	f->off_max = x->hi > f->off_max ? x->hi : f->off_max;
}

void rk_facts_access(struct rk_an *a, const struct rk_access *x)
{
	struct rk_fact *f;
	u8 frame = x->region == RK_REGION_STACK ? (u8)(a->s.depth - x->obj) : 0;
	bool private = x->region == RK_REGION_STACK || x->region == RK_REGION_RECORD;

	if (!rk_facts_wanted(a))
		return;
	f = &a->facts[a->pc];
	if (f->region == RK_REGION_NONE) {
		f->region = x->region;
		f->frame = frame;
		f->align = x->align;
		f->off_min = x->lo;
		f->off_max = x->hi;
	} else {
		mix_region(f, x, frame);
	}
	if (!private)
		f->flags |= RK_FACT_SHARED;
	if (x->uninit)
		f->flags |= RK_FACT_UNINIT;
	rk_facts_map(a, x->region == RK_REGION_VALUE ? x->obj : RK_MAP_INNER_BIT);
}

void rk_facts_unwritten(struct rk_an *a)
{
	if (rk_facts_wanted(a))
		a->facts[a->pc].flags |= RK_FACT_UNINIT;
}

/* An inner map has no index in the object: it counts as "paths differ". */
void rk_facts_map(struct rk_an *a, u32 obj)
{
	struct rk_fact *f;

	if (!rk_facts_wanted(a))
		return;
	f = &a->facts[a->pc];
	if (obj & RK_MAP_INNER_BIT)
		obj = RK_NO_MAP;
	if (f->map == RK_NO_MAP && !(a->branches[a->pc] & RK_SAW_OTHER_MAP))
		f->map = (u16)obj;
	if (f->map != obj || obj == RK_NO_MAP) {
		f->map = RK_NO_MAP;
		a->branches[a->pc] |= RK_SAW_OTHER_MAP;
	}
}

static void finish(struct rk_an *a, u32 i)
{
	struct rk_fact *f = &a->facts[i];
	u16 ptr = f->ptr_regs, num = f->mixed_regs;

	if (!(f->flags & RK_FACT_REACHED)) {
		*f = (struct rk_fact){.map = RK_NO_MAP, .dst_min = S64_MIN, .dst_max = S64_MAX};
		return;
	}
	f->ptr_regs = (u16)(ptr & ~num & f->init_regs);
	f->mixed_regs = ptr & num;
	if (f->dst_min > f->dst_max) {
		f->dst_min = S64_MIN;
		f->dst_max = S64_MAX;
	}
	if (a->p->insns[i].kind == RK_INSN_COND) {
		if (!(a->branches[i] & RK_SAW_TAKEN))
			f->flags |= RK_FACT_NEVER_TAKEN;
		else if (!(a->branches[i] & RK_SAW_NEXT))
			f->flags |= RK_FACT_ALWAYS_TAKEN;
	}
	if (a->branches[i] & RK_SAW_NUMBER)
		f->flags &= (u8)~RK_FACT_DST_PTR;
	if (a->branches[i] & RK_SAW_MAYBE_NULL)
		f->flags &= (u8)~RK_FACT_NONNULL;
}

void rk_facts_finish(struct rk_an *a)
{
	for (u32 i = 0; a->facts && i < a->p->n_insns; i++)
		finish(a, i);
}
