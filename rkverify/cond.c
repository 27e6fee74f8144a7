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

	s->pool->work += (u64)s->n_spills * RK_WORK_STORED;
	for (u32 i = 0; (l = rk_state_place(s, i)); i++) {
		struct rk_reg r;

		rk_place_get(s, l, &r);
		fn(&r, id, flag);
		rk_place_put(s, l, &r);
	}
}

/* Locks of objects are named by places of what is held, of which this one is gone. */
static void move_names(struct rk_state *s, u32 gone)
{
	for (u32 k = 0; k < s->n_held; k++)
		if (rk_held_is_lock(&s->held[k]) && s->held[k].id & RK_HELD_OBJECT &&
			(s->held[k].id & 0xff) > gone)
			s->held[k].id--;
}

void rk_state_drop(struct rk_state *s, u32 ref)
{
	for (u32 i = 0; i < s->n_held; i++)
		if (s->held[i].id == ref) {
			for (u32 k = i + 1; k < s->n_held; k++)
				s->held[k - 1] = s->held[k];
			s->n_held--;
			move_names(s, i);
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
		rk_state_drop(s, ref);
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
	rk_state_drop(s, ref);
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

/* An address that cannot be 0. Of the kernel's objects only those that are tested are known. */
static bool is_somewhere(const struct rk_reg *r)
{
	return rk_is_ptr(r) && r->kind != RK_T_KERNEL && !rk_kind_is_packet(r->kind) &&
	       !(r->flags & RK_NULLABLE) && near(r);
}

/* Which of the two is not null if it equals the other; NULL: none. */
static const struct rk_reg *if_equal(const struct rk_reg *x, const struct rk_reg *y)
{
	if (x->flags & RK_NULLABLE && rk_is_ptr(x) && is_somewhere(y))
		return x;
	return y->flags & RK_NULLABLE && rk_is_ptr(y) && is_somewhere(x) ? y : NULL;
}

/* What a comparison can tell about its operands. */
enum test {
	TELLS_NOTHING,
	OF_ITSELF,
	OF_NUMBERS,
	FOR_NULL,   /* x is the pointer */
	FOR_EQUAL,  /* one may be null, the other is not */
	OF_PACKETS, /* a pointer into one and its end */
	OF_OFFSETS, /* of pointers into one object */
};

struct branch {
	const struct rk_insn *in;
	enum test test;
	bool reg;           /* y is a register's */
	struct rk_reg x, y; /* the operands; y's value alone where it is an immediate */
};

static bool is_zero(const struct rk_reg *r)
{
	return r->kind == RK_T_SCALAR && r->v.umax == 0;
}

static enum test test_of(struct branch *b)
{
	const struct rk_insn *in = b->in;
	bool whole = in->size == 8, equal = in->op == RK_COND_JEQ || in->op == RK_COND_JNE;

	if (b->x.kind == RK_T_SCALAR && b->y.kind == RK_T_SCALAR)
		return b->reg && in->dst == in->src ? OF_ITSELF : OF_NUMBERS;
	if (whole && equal && is_zero(&b->x) && rk_is_ptr(&b->y)) {
		b->x = b->y;
		return FOR_NULL;
	}
	if (whole && equal && is_zero(&b->y) && rk_is_ptr(&b->x))
		return FOR_NULL;
	if (!b->reg || !whole)
		return TELLS_NOTHING;
	if (equal && if_equal(&b->x, &b->y))
		return FOR_EQUAL;
	if (rk_packet_comparable(&b->x, &b->y))
		return OF_PACKETS;
	return ordered(in->op) && comparable(&b->x, &b->y) ? OF_OFFSETS : TELLS_NOTHING;
}

static void branch_begin(struct branch *b, const struct rk_state *s, const struct rk_insn *in)
{
	b->in = in;
	b->reg = in->flags & RK_INSN_SRC_REG;
	rk_reg_read(s, in->dst, &b->x);
	if (b->reg) {
		rk_reg_read(s, in->src, &b->y);
	} else {
		b->y.kind = RK_T_SCALAR;
		b->y.v = rk_val_const(in->size == 4 ? (u32)in->imm : (u64)in->imm);
	}
	b->test = test_of(b);
}

/* Where they are equal: on the side of null, of a test for that. */
static bool is_equal_side(const struct branch *b, bool taken)
{
	return (b->in->op == RK_COND_JEQ) == taken;
}

/* Read from memory, or lent: it may be null all the same. Others that are no more nullable are not.
 */
static bool may_be(const struct rk_reg *ptr, bool null)
{
	if (ptr->kind == RK_T_KERNEL && !ptr->ref && !(ptr->flags & RK_NULLABLE))
		return true;
	return ptr->flags & RK_NULLABLE || !null || !near(ptr);
}

/* Can this be the outcome? Then `then` is what the operands' values are. */
static bool possible(
	struct rk_state *s, const struct branch *b, bool taken, struct rk_outcome *then)
{
	const struct rk_insn *in = b->in;

	then->x = b->x.v;
	then->y = b->y.v;
	switch (b->test) {
	case OF_ITSELF:
		return rk_eval_cond((enum rk_cond)in->op, in->size, 1, 1) == taken ||
		       in->op == RK_COND_JSET;
	case OF_NUMBERS:
		return rk_val_assume((enum rk_cond)in->op, in->size, taken, &then->x, &then->y);
	case FOR_NULL: return may_be(&b->x, is_equal_side(b, taken));
	case OF_PACKETS: return rk_packet_assume(s, in->op, &b->x, &b->y, taken, true);
	case OF_OFFSETS: return rk_val_assume(as_signed(in->op), 8, taken, &then->x, &then->y);
	default: return true;
	}
}

/* It is the outcome; `then` is what possible() told. */
static void happens(struct rk_state *s, struct branch *b, bool taken, const struct rk_outcome *then)
{
	const struct rk_insn *in = b->in;

	switch (b->test) {
	case OF_NUMBERS:
		learn(s, in->dst, &b->x, &then->x);
		if (b->reg)
			learn(s, in->src, &b->y, &then->y);
		break;
	case FOR_NULL:
		if (b->x.flags & RK_NULLABLE)
			rk_state_resolve(s, &b->x, is_equal_side(b, taken));
		break;
	case FOR_EQUAL:
		if (is_equal_side(b, taken))
			rk_state_resolve(s, if_equal(&b->x, &b->y), false);
		break;
	case OF_PACKETS: rk_packet_assume(s, in->op, &b->x, &b->y, taken, false); break;
	case OF_OFFSETS:
		b->x.v = then->x;
		b->y.v = then->y;
		rk_reg_put(s, in->dst, &b->x);
		rk_reg_put(s, in->src, &b->y);
		break;
	default: break;
	}
}

/*
 * The state before a branch, for its second side. Packed it takes a tenth, but forgets what is dead
 * on that side, and movements, which ranking needs.
 */
void rk_save_other(struct rk_an *a)
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
	struct rk_outcome then;
	struct branch b;
	bool taken, next;

	if (!rk_check_readable(a, in->dst) ||
		((in->flags & RK_INSN_SRC_REG) && !rk_check_readable(a, in->src)))
		return RK_ERROR;
	branch_begin(&b, &a->s, in);
	taken = possible(&a->s, &b, true, &then);
	next = possible(&a->s, &b, false, &a->next);
	rk_facts_saw(a, (taken ? RK_SAW_TAKEN : 0) | (next ? RK_SAW_NEXT : 0));
	if (taken && next)
		rk_save_other(a);
	if (taken)
		happens(&a->s, &b, true, &then);
	else if (next)
		happens(&a->s, &b, false, &a->next);
	if (taken && next)
		return RK_FORK;
	return taken ? RK_JUMP : next ? RK_NEXT : RK_DEAD;
}

enum rk_flow rk_step_may_goto(struct rk_an *a)
{
	a->verify_only = true;
	if (!rk_may_goto_count(a, true))
		return RK_ERROR;
	rk_save_other(a);
	return RK_FORK;
}

enum rk_flow rk_step_packet(struct rk_an *a, const struct rk_insn *in)
{
	a->verify_only = true;
	if (!rk_check_packet_load(a, in))
		return RK_ERROR;
	rk_save_other(a);
	rk_packet_loaded(a, in, false);
	return RK_FORK;
}

static void next_side(struct rk_an *a, const struct rk_insn *in)
{
	struct branch b;

	branch_begin(&b, &a->s, in); /* an operand that is dead here may be gone */
	happens(&a->s, &b, false, &a->next);
}

void rk_step_other(struct rk_an *a)
{
	const struct rk_insn *in = &a->p->insns[a->pc];

	if (a->saved) {
		rk_thaw(&a->s, a->saved);
		rk_frozen_free(&a->pool, a->saved);
		a->saved = NULL;
	} else {
		rk_state_copy(&a->s, &a->other);
	}
	switch (in->kind) {
	case RK_INSN_MAY_GOTO: rk_may_goto_count(a, false); break;
	case RK_INSN_PACKET: rk_packet_loaded(a, in, true); break;
	case RK_INSN_CALL: break;
	default: next_side(a, in);
	}
}
