// SPDX-License-Identifier: MIT
/*
 * Exploration of a program without cycles and callbacks, in one forward pass: pending states in the
 * order of the program, each forgotten once it has run. Nothing can arrive at a point after it was
 * left, so there is no graph, and the longest way to a state is known when the state is taken up.
 *
 * Sound as fix.c is: what arrives is covered by what stays pending, and so is what it cost. It
 * keeps no paths: where it finds an error, fix.c finds it again and tells how it is reached.
 */
#include <string.h>
#include "fix.h"

enum { MAX_PENDING = 512 };

struct pending {
	struct rk_frozen *state;
	u64 cost; /* of the longest way here */
	u64 at;   /* order of the block << 32 | slot */
};

struct flow {
	struct rk_an *a;
	struct pending *wait; /* the last is the earliest in the program */
	u32 n, cap;
	u8 *meets; /* bit per slot: several paths arrive */
	u64 base;  /* cost of the way to the state that runs */
	u64 worst;
};

bool rk_flow_can(const struct rk_an *a)
{
	const struct rk_prog *p = a->p;

	if (a->cfg.n_loops)
		return false;
	for (u32 f = 0; f < p->n_funcs; f++)
		if (a->cfg.funcs[f].irreducible)
			return false;
	for (u32 i = 0; p->n_funcs > 1 && i < p->n_insns; i++)
		if (p->insns[i].kind == RK_INSN_LDDW && p->insns[i].ref_kind == RK_REF_FUNC)
			return false;
	return true;
}

static u64 position(const struct rk_an *a, u32 slot)
{
	return (u64)a->cfg.blocks[rk_cfg_block_of(&a->cfg, slot)].order << 32 | slot;
}

/* Below 0: x comes first; 0: they are at the same point. Callers' positions before callees'. */
static int compare(const struct rk_an *a, const struct pending *x, const struct pending *y)
{
	const struct rk_frame_frozen *p, *q;

	if (!x->state->depth && !y->state->depth)
		return x->at < y->at ? -1 : x->at > y->at;
	p = rk_frozen_frames(x->state);
	q = rk_frozen_frames(y->state);
	for (u32 d = 0;; d++) {
		bool last_p = d == x->state->depth, last_q = d == y->state->depth;
		u64 at_p = last_p ? x->at : position(a, p[d].call);
		u64 at_q = last_q ? y->at : position(a, q[d].call);

		if (at_p != at_q)
			return at_p < at_q ? -1 : 1;
		if (last_p || last_q)
			return (int)last_p - (int)last_q;
	}
}

/* Index of the first pending state that is at x's point, or before it in the program. */
static u32 find(const struct flow *w, const struct pending *x)
{
	u32 lo = 0, hi = w->n;

	while (lo < hi) {
		u32 mid = (lo + hi) / 2;

		if (compare(w->a, &w->wait[mid], x) > 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static void take_in(struct flow *w, u32 i, const struct pending *x)
{
	rk_frozen_free(&w->a->pool, w->wait[i].state);
	w->wait[i].state = x->state;
	if (x->cost > w->wait[i].cost)
		w->wait[i].cost = x->cost;
}

/* One of those that wait at x's point covers it, or the other way round. */
static bool absorb(struct flow *w, u32 first, u32 end, const struct pending *x)
{
	for (u32 i = end; i-- > first;) {
		struct pending *old = &w->wait[i];

		if (old->state->type_hash != x->state->type_hash ||
			rk_frozen_apart(&w->a->pool, old->state, x->state))
			continue;
		w->a->pool.work += old->state->n + x->state->n;
		if (rk_frozen_covers(old->state, x->state)) {
			rk_frozen_free(&w->a->pool, x->state);
			old->cost = x->cost > old->cost ? x->cost : old->cost;
			return true;
		}
		if (rk_frozen_covers(x->state, old->state)) {
			take_in(w, i, x);
			return true;
		}
	}
	return false;
}

/* Beyond the budget: a state of the same types takes the arrival in. */
static bool merge(struct flow *w, u32 first, u32 end, struct pending *x)
{
	struct rk_an *a = w->a;
	u32 limit = rk_is_late(a) ? 4 : a->budget.states, n = 0, with = RK_NONE;
	struct rk_frozen *joined;

	for (u32 i = first; i < end; i++)
		if (w->wait[i].state->type_hash == x->state->type_hash) {
			n++;
			if (with == RK_NONE && rk_frozen_joinable(w->wait[i].state, x->state))
				with = i;
		}
	if (n < limit || with == RK_NONE)
		return false;
	joined = rk_frozen_join(
		&a->pool, w->wait[with].state, x->state, &a->next_id, false, NULL, 0);
	a->joins++;
	rk_frozen_free(&a->pool, x->state);
	x->state = joined;
	take_in(w, with, x);
	return true;
}

static void insert(struct flow *w, u32 at, const struct pending *x)
{
	w->wait = rk_pool_grow(&w->a->pool, w->wait, w->n, &w->cap, w->n + 1, sizeof(*x));
	w->a->pool.work += (w->n - at) / 8;
	memmove(&w->wait[at + 1], &w->wait[at], (w->n++ - at) * sizeof(*x));
	w->wait[at] = *x;
	w->a->kept_states++;
}

static void arrive(struct flow *w, const struct rk_state *s, u32 slot)
{
	struct pending x = {.cost = w->base + w->a->cost, .at = position(w->a, slot)};
	struct rk_keep keep[RK_MAX_FRAMES];
	u32 first, end;

	rk_keep_at(w->a, s, slot, keep);
	x.state = rk_freeze(&w->a->pool, s, keep);
	end = first = find(w, &x);
	while (end < w->n && !compare(w->a, &w->wait[end], &x))
		end++;
	w->a->pool.work += end - first;
	if (!absorb(w, first, end, &x) && !merge(w, first, end, &x))
		insert(w, first, &x);
}

static bool meets(const struct flow *w, u32 slot)
{
	return w->meets[slot / 8] >> slot % 8 & 1;
}

static void done(struct flow *w)
{
	if (w->base + w->a->cost > w->worst)
		w->worst = w->base + w->a->cost;
}

/* From a state to the next points on every path. */
static bool run(struct flow *w, u32 slot)
{
	struct rk_an *a = w->a;
	bool first = true;

	a->pc = slot;
	a->cost = 0;
	for (;; first = false) {
		const struct rk_insn *in = &a->p->insns[a->pc];

		if (!first && meets(w, a->pc)) {
			arrive(w, &a->s, a->pc);
			return true;
		}
		if (!rk_has_room(a, 0))
			return false;
		a->steps++;
		a->pool.work += RK_WORK_STEP;
		a->cost++;
		switch (rk_step(a)) {
		case RK_NEXT: a->pc += in->kind == RK_INSN_LDDW ? 2 : 1; break;
		case RK_JUMP: a->pc = (u32)in->target; break;
		case RK_FORK:
			arrive(w, &a->s, (u32)in->target);
			rk_step_other(a);
			a->pc++;
			break;
		case RK_SPLIT:
			arrive(w, &a->s, a->pc + 1);
			rk_step_other(a);
			a->pc++;
			break;
		case RK_RETURN: arrive(w, &a->s, a->pc); return true;
		case RK_DONE: done(w); return true;
		case RK_DEAD: return true;
		default: return false;
		}
	}
}

static void begin(struct flow *w)
{
	struct rk_an *a = w->a;
	const struct rk_cfg *c = &a->cfg;

	w->meets = rk_alloc(a->arena, a->p->n_insns / 8 + 1);
	for (u32 i = 0; i < c->n_blocks; i++)
		if (rk_block_n_preds(&c->blocks[i]) > 1)
			w->meets[c->blocks[i].start / 8] |= (u8)(1u << c->blocks[i].start % 8);
	rk_state_begin(&a->s);
	rk_may_goto_begin(a, &a->s);
	arrive(w, &a->s, 0);
}

bool rk_flow(struct rk_an *a, u64 *worst)
{
	struct flow w = {.a = a};

	begin(&w);
	while (w.n && w.n < MAX_PENDING) {
		struct pending x = w.wait[--w.n];

		rk_thaw(&a->s, x.state);
		rk_frozen_free(&a->pool, x.state);
		w.base = x.cost;
		if (!run(&w, (u32)x.at))
			return false;
	}
	*worst = w.worst;
	return !w.n;
}
