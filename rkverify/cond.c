// SPDX-License-Identifier: MIT
/*
 * Conditional branches: both outcomes, each with what the comparison tells about its operands and
 * about everything equal to them. An outcome that contradicts the state is dead.
 */
#include "fix.h"
#include "packet.h"

static void resolve(struct rk_reg *r, u32 id, bool null)
{
	if (r->kind == RK_T_OBJECT && r->id == id && !(r->obj & RK_OBJ_LENT))
		rk_object_counts(r, null);
	if (!(r->flags & RK_NULLABLE) || r->id != id || !rk_is_ptr(r))
		return;
	r->flags &= (u8)~RK_NULLABLE;
	r->id = 0;
	if (null) {
		r->kind = RK_T_SCALAR;
		r->v = rk_val_const(0);
		r->ref = r->obj = 0;
		r->flags = 0;
		r->sym = 0;
	}
}

/* Those that may have this id, or reference. */
static void each(struct rk_state *s, void (*fn)(struct rk_reg *, u32, bool), u32 id, bool flag)
{
	struct rk_packed *l;

	for (u32 i = 0; (l = rk_state_place(s, i)); i++)
		if (l->id == id || l->ref == id) {
			struct rk_reg r;

			rk_place_get(s, l, &r);
			fn(&r, id, flag);
			rk_place_put(s, l, &r);
		}
}

void rk_state_each(struct rk_state *s, void (*fn)(struct rk_reg *, u32, bool), u32 id, bool flag)
{
	struct rk_packed *l;

	for (u32 i = 0; (l = rk_state_place(s, i)); i++) {
		struct rk_reg r;

		rk_place_get(s, l, &r);
		fn(&r, id, flag);
		rk_place_put(s, l, &r);
	}
}

static void drop_held(struct rk_state *s, u32 ref)
{
	for (u32 i = 0; i < s->n_held; i++)
		if (s->held[i].id == ref) {
			for (u32 k = i + 1; k < s->n_held; k++)
				s->held[k - 1] = s->held[k];
			s->n_held--;
			return;
		}
}

/*
 * A null that a callback finds in its caller's frame must stay: as a number it could be overwritten
 * with any other, and the next run, or the caller, would take that for the pointer.
 */
static void pin_null(struct rk_state *s, u32 id)
{
	u32 below = s->depth;

	while (below && !s->frame[below].callback)
		below--;
	for (u32 i = 0; i < s->n_spills; i++) {
		struct rk_packed *l = &s->spills[i];
		struct rk_reg broken = {.kind = RK_T_BROKEN, .origin = l->origin};

		if (!(l->flags & RK_NULLABLE) || l->id != id || l->kind < RK_T_MAP ||
			(l->key - RK_KEY_STACK) / RK_FRAME_BYTES >= (int)below)
			continue;
		rk_place_put(s, l, &broken);
	}
}

/* A reservation that failed holds nothing. */
void rk_state_resolve(struct rk_state *s, const struct rk_reg *r, bool null)
{
	u32 id = r->id, ref = r->flags & RK_BORROWED ? 0 : r->ref;

	if (null)
		pin_null(s, id);
	each(s, resolve, id, null);
	if (null && ref && !rk_is_callers(s, ref))
		drop_held(s, ref);
}

static void forget(struct rk_reg *r, u32 ref, bool unused)
{
	(void)unused;
	if (r->ref != ref ||
		(r->kind != RK_T_RECORD && r->kind != RK_T_KERNEL && r->kind != RK_T_LENT &&
			r->kind != RK_T_ALLOC && r->kind != RK_T_SOCK))
		return;
	*r = (struct rk_reg){.kind = RK_T_BROKEN, .flags = RK_GONE, .origin = r->origin};
}

void rk_state_release(struct rk_state *s, u32 ref)
{
	each(s, forget, ref, false);
	drop_held(s, ref);
}

/* Near its object: the address itself neither wraps nor is 0. */
static bool near(const struct rk_reg *r)
{
	enum { FAR = 1 << 29 };

	return r->v.smin >= -FAR && r->v.smax <= FAR;
}

/*
 * Offsets within one object are small, so addresses compare as their signed offsets do. Of what a
 * dynptr or an iterator lends, each part is counted from its own start: same type and reference do
 * not make it one object.
 */
static bool comparable(const struct rk_reg *x, const struct rk_reg *y)
{
	bool one = x->kind == RK_T_CTX || x->kind == RK_T_STACK || x->kind == RK_T_RECORD;

	return one && x->kind == y->kind && x->obj == y->obj && x->ref == y->ref &&
	       !((x->flags | y->flags) & RK_NULLABLE) && near(x) && near(y);
}

static enum rk_cond as_signed(u8 op)
{
	switch (op) {
	case RK_COND_JGT: return RK_COND_JSGT;
	case RK_COND_JGE: return RK_COND_JSGE;
	case RK_COND_JLT: return RK_COND_JSLT;
	case RK_COND_JLE: return RK_COND_JSLE;
	default: return (enum rk_cond)op;
	}
}

static bool ordered(u8 op)
{
	return op == RK_COND_JEQ || op == RK_COND_JNE || as_signed(op) != (enum rk_cond)op;
}

/* Register n, which is r, is in v; and so what is linked with it. */
static void learn(struct rk_state *s, u32 n, struct rk_reg *r, const struct rk_val *v)
{
	r->v = *v;
	rk_reg_put(s, n, r);
	rk_state_refine(s, r);
}

/* One outcome on one state; false: impossible. Where it is only asked, the state stays as it is. */
static bool assume(struct rk_state *s, const struct rk_insn *in, bool taken, bool ask)
{
	bool reg = in->flags & RK_INSN_SRC_REG, same = reg && in->dst == in->src;
	struct rk_reg dst, src, *x = rk_reg_read(s, in->dst, &dst), *y = NULL;
	struct rk_val imm = rk_val_const(in->size == 4 ? (u32)in->imm : (u64)in->imm), v, w;
	bool zero = in->imm == 0;

	if (reg) {
		y = rk_reg_read(s, in->src, &src);
		zero = y->kind == RK_T_SCALAR && y->v.umax == 0;
	}

	if (y && rk_is_ptr(y) && x->kind == RK_T_SCALAR && x->v.umax == 0 && in->size == 8 &&
		(in->op == RK_COND_JEQ || in->op == RK_COND_JNE)) {
		struct rk_reg *t = x;

		x = y;
		y = t;
		zero = true;
	}
	if (x->kind == RK_T_SCALAR && (!y || y->kind == RK_T_SCALAR)) {
		v = x->v;
		w = y ? y->v : imm;
		if (same)
			return rk_eval_cond((enum rk_cond)in->op, in->size, 1, 1) == taken ||
			       in->op == RK_COND_JSET;
		if (!rk_val_assume((enum rk_cond)in->op, in->size, taken, &v, &w))
			return false;
		if (ask)
			return true;
		learn(s, in->dst, x, &v);
		if (y)
			learn(s, in->src, y, &w);
		return true;
	}
	if (rk_is_ptr(x) && zero && in->size == 8 &&
		(in->op == RK_COND_JEQ || in->op == RK_COND_JNE)) {
		bool null = (in->op == RK_COND_JEQ) == taken;

		if (x->kind == RK_T_KERNEL && !x->ref && !(x->flags & RK_NULLABLE))
			return true; /* read from memory, or lent: it may be null all the same */
		if (!(x->flags & RK_NULLABLE))
			return !null || !near(x);
		if (!ask)
			rk_state_resolve(s, x, null);
		return true;
	}
	if (y && in->size == 8 && rk_packet_comparable(x, y))
		return rk_packet_assume(s, in->op, x, y, taken, ask);
	if (y && in->size == 8 && ordered(in->op) && comparable(x, y)) {
		v = x->v;
		w = y->v;
		if (!rk_val_assume(as_signed(in->op), 8, taken, &v, &w))
			return false;
		if (!ask) {
			x->v = v;
			y->v = w;
			rk_reg_put(s, in->dst, x);
			rk_reg_put(s, in->src, y);
		}
	}
	return true;
}

/*
 * The state before a branch, for its second side. Packed it takes a tenth, but forgets what is dead
 * on that side, and movements, which ranking needs.
 */
static void save(struct rk_an *a)
{
	struct rk_keep keep[RK_MAX_FRAMES];

	if (a->graphed) {
		rk_state_copy(&a->other, &a->s);
		return;
	}
	rk_keep_at(a, &a->s, a->pc + 1, keep);
	a->saved = rk_freeze(&a->pool, &a->s, keep);
}

enum rk_flow rk_step_cond(struct rk_an *a, const struct rk_insn *in)
{
	bool taken, next;

	if (!rk_check_readable(a, in->dst) ||
		((in->flags & RK_INSN_SRC_REG) && !rk_check_readable(a, in->src)))
		return RK_ERROR;
	taken = assume(&a->s, in, true, true);
	next = assume(&a->s, in, false, true);
	rk_facts_saw(a, (taken ? RK_SAW_TAKEN : 0) | (next ? RK_SAW_NEXT : 0));
	if (taken && next) {
		save(a);
		assume(&a->s, in, true, false);
		return RK_FORK;
	}
	if (taken || next)
		assume(&a->s, in, taken, false);
	return taken ? RK_JUMP : next ? RK_NEXT : RK_DEAD;
}

enum rk_flow rk_step_may_goto(struct rk_an *a)
{
	a->verify_only = true;
	if (!rk_may_goto_count(a, true))
		return RK_ERROR;
	save(a);
	return RK_FORK;
}

enum rk_flow rk_step_packet(struct rk_an *a, const struct rk_insn *in)
{
	a->verify_only = true;
	if (!rk_check_packet_load(a, in))
		return RK_ERROR;
	save(a);
	rk_packet_loaded(a, in, false);
	return RK_FORK;
}

void rk_step_other(struct rk_an *a)
{
	if (a->saved) {
		rk_thaw(&a->s, a->saved);
		rk_frozen_free(&a->pool, a->saved);
		a->saved = NULL;
	} else {
		rk_state_copy(&a->s, &a->other);
	}
	switch (a->p->insns[a->pc].kind) {
	case RK_INSN_MAY_GOTO: rk_may_goto_count(a, false); break;
	case RK_INSN_PACKET: rk_packet_loaded(a, &a->p->insns[a->pc], true); break;
	default: assume(&a->s, &a->p->insns[a->pc], false, false);
	}
}
