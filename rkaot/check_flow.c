// SPDX-License-Identifier: MIT
/*
 * Stack pointer, frame pointer and the caller's registers along every path of a function, then the
 * deepest chain of calls. A place on the stack is named by its distance below the entry's stack
 * pointer. States only lose knowledge where paths meet, so that the walk ends.
 *
 * Not seen: accesses through an index or through another register that holds a stack address.
 * They are the verifier's and the lifter's promise (docs/code-check.md, "What is not checked").
 */
#include <string.h>
#include "check.h"

enum { NOWHERE = 0, CALLERS_FP = -1, MAX_DEPTH = 0xfff0 };

struct state {
	s32 depth;              /* bytes below the entry's stack pointer */
	s32 fp;                 /* place the frame pointer names, or CALLERS_FP */
	u16 held;               /* saved registers (bit = index) with the caller's value */
	u16 slot[CK_MAX_SAVED]; /* place of the caller's value on the stack, or NOWHERE */
};

struct flow {
	struct rk_ck *c;
	u32 func, begin, end;
	u32 *index;           /* per byte: 1 + number in states, 0 where no branch leads */
	struct state *states; /* on arrival at each target */
	u32 n_states;
	u32 *work, n_work; /* offsets to walk from; each at most once at a time */
	bool *queued;
};

static int saved_index(const struct rk_ck_target *t, u8 reg)
{
	for (int i = 0; i < t->n_saved; i++)
		if (t->saved[i] == reg)
			return i;
	return -1;
}

/* The lower bound of the knowledge of both; false where sp or fp differ. */
static bool meet(struct state *into, const struct state *s, bool *changed)
{
	u16 held = into->held & s->held;

	if (into->depth != s->depth || into->fp != s->fp)
		return false;
	*changed |= held != into->held;
	into->held = held;
	for (int i = 0; i < CK_MAX_SAVED; i++)
		if (into->slot[i] && into->slot[i] != s->slot[i]) {
			into->slot[i] = NOWHERE;
			*changed = true;
		}
	return true;
}

static int arrive(struct flow *f, u32 at, const struct state *s, u32 from)
{
	u32 *index = &f->index[at - f->begin];
	bool changed = false;

	if (!*index) {
		*index = ++f->n_states;
		f->states[*index - 1] = *s;
		changed = true;
	} else if (!meet(&f->states[*index - 1], s, &changed)) {
		return rk_ck_refuse(f->c, CK_STACK_JOIN, from);
	}
	if (changed && !f->queued[*index - 1]) {
		f->queued[*index - 1] = true;
		f->work[f->n_work++] = at;
	}
	return 0;
}

static enum rk_ck_rule move_sp(struct flow *f, struct state *s, const struct rk_ck_insn *in)
{
	s64 depth = s->depth;

	if (in->sp == CK_KEEP)
		return CK_OK;
	if (in->sp == CK_FROM_FP) {
		if (s->fp == CALLERS_FP)
			return CK_FRAME_PTR;
		depth = s->fp;
	}
	depth -= in->sp_delta;
	if (depth < 0 || depth > MAX_DEPTH)
		return CK_STACK_RANGE;
	if (depth % f->c->t->word)
		return CK_STACK_ALIGN;
	s->depth = (s32)depth;
	for (int i = 0; i < CK_MAX_SAVED; i++)
		if (s->slot[i] > depth)
			s->slot[i] = NOWHERE;
	if (f->c->depth[f->func] < (u32)depth)
		f->c->depth[f->func] = (u32)depth;
	return CK_OK;
}

/* The frame pointer names the saved one of the caller, so that unwinders can walk. */
static enum rk_ck_rule move_fp(struct flow *f, struct state *s, const struct rk_ck_insn *in)
{
	int i = saved_index(f->c->t, f->c->t->fp);
	s64 place;

	if (in->fp == CK_KEEP)
		return CK_OK;
	place = (s64)s->depth - in->fp_delta;
	if (!s->slot[i] || place != s->slot[i])
		return CK_FRAME_PTR;
	s->fp = (s32)place;
	s->held &= (u16) ~(1u << i);
	return CK_OK;
}

/* A store of a register that still has the caller's value is its saving; others keep off. */
static enum rk_ck_rule store(
	struct flow *f, struct state *s, const struct rk_ck_insn *in, s64 place)
{
	u32 each = in->data[1] == CK_NO_REG ? in->size : in->size / 2u;

	for (int i = 0; i < f->c->t->n_saved; i++)
		if (s->slot[i] && place > s->slot[i] - 8 && place - in->size < s->slot[i])
			return CK_SAVED;
	for (int k = 0; k < 2 && in->data[k] != CK_NO_REG; k++) {
		int i = saved_index(f->c->t, in->data[k]);

		if (i >= 0 && (s->held >> i & 1) && !s->slot[i])
			s->slot[i] = (u16)(place - k * (s64)each);
	}
	return CK_OK;
}

/* Loads that bring back what was saved; *restored gets the indices. */
static void load(
	struct flow *f, struct state *s, const struct rk_ck_insn *in, s64 place, u16 *restored)
{
	u32 each = in->data[1] == CK_NO_REG ? in->size : in->size / 2u;

	for (int k = 0; k < 2 && in->data[k] != CK_NO_REG; k++) {
		int i = saved_index(f->c->t, in->data[k]);

		if (i >= 0 && s->slot[i] && s->slot[i] == place - k * (s64)each)
			*restored |= (u16)(1u << i);
	}
}

static enum rk_ck_rule access(
	struct flow *f, struct state *s, const struct rk_ck_insn *in, u16 *restored)
{
	s64 place;

	if (!in->load && !in->store)
		return CK_OK;
	if (in->base == CK_BASE_FP && s->fp == CALLERS_FP)
		return CK_FRAME_PTR;
	if (in->base != CK_BASE_SP && in->base != CK_BASE_FP)
		return CK_OK;
	if (in->indexed)
		return CK_OK;
	place = (in->base == CK_BASE_SP ? s->depth : s->fp) - (s64)in->off;
	if (place > s->depth || place < in->size)
		return CK_FRAME;
	if (in->load)
		load(f, s, in, place, restored);
	return in->store ? store(f, s, in, place) : CK_OK;
}

static enum rk_ck_rule write_regs(
	struct flow *f, struct state *s, const struct rk_ck_insn *in, u16 restored)
{
	const struct rk_ck_target *t = f->c->t;

	for (int i = 0; i < t->n_saved; i++) {
		u16 bit = (u16)(1u << i);

		if (!(in->writes >> t->saved[i] & 1))
			continue;
		if (restored & bit) {
			s->held |= bit;
			s->slot[i] = NOWHERE;
			if (t->saved[i] == t->fp)
				s->fp = CALLERS_FP;
		} else if (t->saved[i] == t->fp) {
			return CK_FRAME_PTR;
		} else {
			s->held &= (u16)~bit;
		}
	}
	return CK_OK;
}

static struct rk_ck_call *call_at(struct rk_ck *c, u32 at)
{
	u32 lo = 0, hi = c->n_calls;

	while (hi - lo > 1) {
		u32 mid = lo + (hi - lo) / 2;

		if (c->calls[mid].at <= at)
			lo = mid;
		else
			hi = mid;
	}
	return &c->calls[lo];
}

static enum rk_ck_rule call(struct flow *f, const struct state *s, u32 at)
{
	const struct rk_ck_target *t = f->c->t;

	if (s->fp == CALLERS_FP)
		return CK_FRAME_PTR;
	if (s->depth % 16 != t->call_misalign)
		return CK_STACK_ALIGN;
	call_at(f->c, at)->depth = (u32)s->depth + t->call_push;
	return CK_OK;
}

static enum rk_ck_rule leave(struct flow *f, const struct state *s)
{
	if (s->depth)
		return CK_STACK_RETURN;
	return s->held == (1u << f->c->t->n_saved) - 1 ? CK_OK : CK_SAVED;
}

/* Effect of one instruction, in the order the machine has it. */
static enum rk_ck_rule step(struct flow *f, struct state *s, const struct rk_ck_insn *in, u32 at)
{
	enum rk_ck_rule rule;
	u16 restored = 0;

	if (in->flow == CK_PAD)
		return CK_PADDING;
	if (in->flow == CK_CALL && (rule = call(f, s, at)))
		return rule;
	if (in->flow == CK_RET)
		return leave(f, s);
	if (!in->sp_after && (rule = move_sp(f, s, in)))
		return rule;
	if ((rule = access(f, s, in, &restored)) || (rule = write_regs(f, s, in, restored)))
		return rule;
	if (in->sp_after && (rule = move_sp(f, s, in)))
		return rule;
	return move_fp(f, s, in);
}

/* Walk straight on from one target to the next. */
static int walk(struct flow *f, u32 at)
{
	struct state s = f->states[f->index[at - f->begin] - 1];
	struct rk_ck_insn in;
	enum rk_ck_rule rule;
	int err;

	for (;;) {
		rk_ck_decode(f->c, &in, at, f->end);
		f->c->mark[at] |= CK_AT_REACHED;
		if ((rule = step(f, &s, &in, at)))
			return rk_ck_refuse(f->c, rule, at);
		if ((in.flow == CK_COND || in.flow == CK_JUMP) &&
			(err = arrive(f, (u32)((s64)at + in.target), &s, at)))
			return err;
		if (in.flow == CK_JUMP || in.flow == CK_RET || in.flow == CK_TRAP)
			return 0;
		at += in.len;
		if (at >= f->end)
			return rk_ck_refuse(f->c, CK_FALLTHROUGH, at - in.len);
		if (f->c->mark[at] & CK_AT_TARGET)
			return arrive(f, at, &s, at);
	}
}

static u32 count_targets(const struct flow *f)
{
	u32 targets = 1;

	for (u32 at = f->begin; at < f->end; at++)
		targets += !!(f->c->mark[at] & CK_AT_TARGET);
	return targets;
}

static int check_reached(struct flow *f)
{
	struct rk_ck_insn in;

	for (u32 at = f->begin; at < f->end; at += in.len) {
		rk_ck_decode(f->c, &in, at, f->end);
		if (!(f->c->mark[at] & CK_AT_REACHED) && !in.nop && in.flow != CK_PAD)
			return rk_ck_refuse(f->c, CK_UNREACHED, at);
	}
	return 0;
}

int rk_ck_flow(struct rk_ck *c, u32 func)
{
	const struct rk_code_func *fn = &c->code->funcs[func];
	struct rk_arena_mark before = rk_arena_mark(c->a);
	struct flow f = {.c = c, .func = func, .begin = fn->offset, .end = fn->offset + fn->size};
	struct state start = {.fp = CALLERS_FP, .held = (u16)((1u << c->t->n_saved) - 1)};
	u32 targets = count_targets(&f);
	int err;

	f.index = rk_alloc_array(c->a, fn->size, sizeof(*f.index));
	f.states = rk_alloc_array(c->a, targets, sizeof(*f.states));
	f.work = rk_alloc_array(c->a, targets, sizeof(*f.work));
	f.queued = rk_alloc_array(c->a, targets, sizeof(*f.queued));
	err = arrive(&f, f.begin, &start, f.begin);
	while (!err && f.n_work) {
		u32 at = f.work[--f.n_work];

		f.queued[f.index[at - f.begin] - 1] = false;
		err = walk(&f, at);
	}
	if (!err)
		err = check_reached(&f);
	rk_arena_reset(c->a, before);
	return err;
}

/* Heads of the lists of calls per callee; open counts each function's callees not yet summed. */
static u32 *link_calls(struct rk_ck *c, u32 *open)
{
	u32 n = c->code->n_funcs;
	u32 *heads = rk_alloc_array(c->a, n, sizeof(u32));

	for (u32 i = 0; i < c->n_calls; i++) {
		struct rk_ck_call *k = &c->calls[i];

		if (k->callee < n) {
			open[k->caller]++;
			k->next = heads[k->callee];
			heads[k->callee] = i + 1;
		} else if (c->depth[k->caller] < k->depth) {
			c->depth[k->caller] = k->depth;
		}
	}
	return heads;
}

/* Callees before callers (Kahn): what remains open calls itself. */
int rk_ck_chain(struct rk_ck *c, u32 limit)
{
	u32 n = c->code->n_funcs, ready = 0;
	u32 *open = rk_alloc_array(c->a, n, sizeof(u32));
	u32 *order = rk_alloc_array(c->a, n, sizeof(u32));
	u32 *heads = link_calls(c, open);

	for (u32 i = 0; i < n; i++)
		if (!open[i])
			order[ready++] = i;
	for (u32 done = 0; done < ready; done++)
		for (u32 i = heads[order[done]]; i; i = c->calls[i - 1].next) {
			const struct rk_ck_call *k = &c->calls[i - 1];
			u32 sum = k->depth + c->depth[order[done]];

			if (c->depth[k->caller] < sum)
				c->depth[k->caller] = sum;
			if (!--open[k->caller])
				order[ready++] = k->caller;
			if (sum > limit)
				return rk_ck_refuse(c, CK_STACK_LIMIT, k->at);
		}
	for (u32 i = 0; i < n; i++)
		if (open[i])
			return rk_ck_refuse(c, CK_RECURSION, c->code->funcs[i].offset);
	c->code->native_stack = c->depth[0] + c->t->call_push;
	for (u32 i = 0; i < n; i++)
		if (c->depth[i] + c->t->call_push > limit)
			return rk_ck_refuse(c, CK_STACK_LIMIT, c->code->funcs[i].offset);
	return 0;
}
