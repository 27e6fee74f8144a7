/* SPDX-License-Identifier: MIT */
/*
 * Basic blocks, their order, and the call graph. Dominators and loops are in dom.c. Each step is
 * one or two sweeps; depth-first walks keep their stack in an array.
 */
#include <string.h>
#include "cfg_build.h"

u32 rk_cfg_func_of(const struct rk_prog *p, u32 slot)
{
	u32 lo = 0, hi = p->n_funcs;

	while (hi - lo > 1) {
		u32 mid = lo + (hi - lo) / 2;

		if (p->funcs[mid].start <= slot)
			lo = mid;
		else
			hi = mid;
	}
	return lo;
}

static bool ends_block(const struct rk_insn *i)
{
	return i->kind == RK_INSN_EXIT || rk_insn_jumps(i);
}

static u32 next_slot(const struct rk_prog *p, u32 slot)
{
	return slot + (p->insns[slot].kind == RK_INSN_LDDW ? 2 : 1);
}

/* A place where control may arrive: an instruction of this function. */
static bool valid_target(const struct rk_prog *p, const struct rk_func *f, s64 slot)
{
	return slot >= f->start && slot < f->end && p->insns[slot].kind != RK_INSN_PAD;
}

static void note_bad(struct rk_cfg *c, u32 slot)
{
	if (slot < c->bad_slot)
		c->bad_slot = slot;
}

static bool names_func(const struct rk_insn *i)
{
	return i->kind == RK_INSN_CALL_SUB ||
	       (i->kind == RK_INSN_LDDW && i->ref_kind == RK_REF_FUNC);
}

/* Marks the first slot of every block of a function; returns how many blocks it has. */
static u32 mark_leaders(struct rk_cfg *c, const struct rk_func *f, u8 *leader)
{
	const struct rk_prog *p = c->prog;
	u32 n = 0;

	leader[f->start] = 1;
	for (u32 i = f->start; i < f->end; i++) {
		const struct rk_insn *insn = &p->insns[i];

		c->calls |= names_func(insn);
		if (rk_insn_jumps(insn) && valid_target(p, f, insn->target))
			leader[insn->target] = 1;
		if (ends_block(insn) && i + 1 < f->end && p->insns[i + 1].kind != RK_INSN_PAD)
			leader[i + 1] = 1;
	}
	for (u32 i = f->start; i < f->end; i++)
		n += leader[i];
	return n;
}

u32 rk_cfg_block_of(const struct rk_cfg *c, u32 slot)
{
	u32 lo = 0, hi = c->n_blocks - 1;

	while (lo < hi) {
		u32 mid = (lo + hi + 1) / 2;

		if (c->blocks[mid].start <= slot)
			lo = mid;
		else
			hi = mid - 1;
	}
	return lo;
}

u32 rk_cfg_last(const struct rk_cfg *c, u32 block)
{
	u32 last = rk_block_end(&c->blocks[block]) - 1;

	return last - (c->prog->insns[last].kind == RK_INSN_PAD);
}

/* Successors by slot; a bad edge is left out and remembered. */
static void link_block(struct rk_cfg *c, const struct rk_func *f, u32 block)
{
	const struct rk_prog *p = c->prog;
	struct rk_block *b = &c->blocks[block];
	u32 at = rk_cfg_last(c, block), after = next_slot(p, at);
	const struct rk_insn *last = &p->insns[at];

	b->next = b->taken = RK_NONE;
	if (rk_insn_jumps(last)) {
		if (valid_target(p, f, last->target))
			b->taken = rk_cfg_block_of(c, (u32)last->target);
		else
			note_bad(c, at);
	}
	if (last->kind == RK_INSN_JA || last->kind == RK_INSN_EXIT)
		return;
	if (valid_target(p, f, after))
		b->next = block + 1; /* what follows a block's end begins one */
	else
		note_bad(c, at);
}

static void cut_blocks(struct rk_cfg *c, u32 func, u32 *n, const u8 *leader)
{
	const struct rk_func *f = &c->prog->funcs[func];

	c->funcs[func].first = *n;
	for (u32 i = f->start; i < f->end; i++)
		if (leader[i])
			c->blocks[(*n)++] =
				(struct rk_block){.start = i, .order = RK_NONE, .loop = RK_NONE};
	c->funcs[func].last = *n;
}

static void build_blocks(struct rk_cfg *c, struct rk_arena *a, struct rk_arena *tmp)
{
	const struct rk_prog *p = c->prog;
	u8 *leader = rk_alloc(tmp, p->n_insns);
	u32 n = 0;

	for (u32 f = 0; f < p->n_funcs; f++)
		c->n_blocks += mark_leaders(c, &p->funcs[f], leader);
	c->blocks = rk_alloc_array(a, c->n_blocks + 1, sizeof(*c->blocks));
	for (u32 f = 0; f < p->n_funcs; f++)
		cut_blocks(c, f, &n, leader);
	c->blocks[n].start = p->n_insns;
	for (u32 f = 0; f < p->n_funcs; f++)
		for (u32 i = c->funcs[f].first; i < c->funcs[f].last; i++)
			link_block(c, &p->funcs[f], i);
}

static void build_preds(struct rk_cfg *c, struct rk_arena *a)
{
	u32 total = 0;

	for (u32 i = 0; i < c->n_blocks; i++)
		for (int k = 0; k < 2; k++) {
			u32 s = rk_block_succ(&c->blocks[i], k);

			if (s != RK_NONE)
				c->blocks[s].pred++;
		}
	for (u32 i = 0; i <= c->n_blocks; i++)
		c->blocks[i].pred = total += c->blocks[i].pred;
	c->preds = rk_alloc_array(a, total ? total : 1, sizeof(*c->preds));
	for (u32 i = c->n_blocks; i-- > 0;) /* `pred` moves from the end of its list to its begin */
		for (int k = 1; k >= 0; k--) {
			u32 s = rk_block_succ(&c->blocks[i], k);

			if (s != RK_NONE)
				c->preds[--c->blocks[s].pred] = i;
		}
}

/* Depth-first post order of one function's blocks into post[]; returns how many are reached. */
static u32 post_order(struct rk_cfg *c, u32 entry, u32 *stack, u8 *state, u32 *post)
{
	u32 depth = 0, n = 0;

	stack[depth++] = entry;
	state[entry] = 1;
	while (depth) {
		u32 b = stack[depth - 1], s;

		if (state[b] == 3) { /* both successors seen */
			post[n++] = b;
			depth--;
			continue;
		}
		s = rk_block_succ(&c->blocks[b], state[b]++ - 1);
		if (s != RK_NONE && !state[s]) {
			state[s] = 1;
			stack[depth++] = s;
		}
	}
	return n;
}

static void build_order(struct rk_cfg *c, struct rk_arena *a, struct rk_arena *tmp)
{
	u32 *stack = rk_alloc_array(tmp, c->n_blocks, 2 * sizeof(u32) + 1);
	u32 *post = stack + c->n_blocks;
	u8 *state = (u8 *)(post + c->n_blocks);

	c->order = rk_alloc_array(a, c->n_blocks, sizeof(u32));
	for (u32 f = 0; f < c->prog->n_funcs; f++) {
		u32 n = post_order(c, c->funcs[f].first, stack, state, post);

		c->funcs[f].order_first = c->n_order;
		for (u32 i = n; i > 0; i--) {
			c->blocks[post[i - 1]].order = c->n_order;
			c->order[c->n_order++] = post[i - 1];
		}
		c->funcs[f].order_last = c->n_order;
	}
	for (u32 i = 0; i < c->n_blocks && c->dead_slot == RK_NONE; i++)
		if (c->blocks[i].order == RK_NONE)
			c->dead_slot = c->blocks[i].start;
}

/* In reverse post order exactly the edges that close a cycle of the walk go backwards. */
static bool has_retreat(const struct rk_cfg *c)
{
	for (u32 i = 0; i < c->n_order; i++) {
		const struct rk_block *b = &c->blocks[c->order[i]];

		for (int k = 0; k < 2; k++) {
			u32 s = rk_block_succ(b, k);

			if (s != RK_NONE && c->blocks[s].order <= b->order)
				return true;
		}
	}
	return false;
}

/* The function that an instruction calls, or names as a callback; RK_NONE for others. */
static u32 callee_of(const struct rk_prog *p, const struct rk_insn *i)
{
	u32 f;

	if (!names_func(i))
		return RK_NONE;
	if (i->target < 0 || (u32)i->target >= p->n_insns)
		return RK_NONE;
	f = rk_cfg_func_of(p, (u32)i->target);
	return p->funcs[f].start == (u32)i->target ? f : RK_NONE;
}

u32 rk_cfg_callee(const struct rk_cfg *c, u32 slot)
{
	return c->later && c->later[slot] ? RK_NONE : callee_of(c->prog, &c->prog->insns[slot]);
}

static void finish_func(struct rk_cfg *c, u32 f, u32 *n)
{
	c->funcs[f].rank = *n;
	c->callee_first[(*n)++] = f;
}

/* Walk the calls below `root`; scan[] is where each function's walk stands, end + 1 when done. */
static void walk_calls(struct rk_cfg *c, u32 root, u32 *stack, u32 *scan, u32 *n)
{
	const struct rk_prog *p = c->prog;
	u32 depth = 0;

	stack[depth++] = root;
	scan[root] = c->calls ? p->funcs[root].start : p->funcs[root].end;
	c->funcs[root].depth = 1;
	while (depth) {
		u32 f = stack[depth - 1], callee;

		if (scan[f] == p->funcs[f].end) {
			scan[f]++;
			finish_func(c, f, n);
			depth--;
			continue;
		}
		callee = rk_cfg_callee(c, scan[f]);
		if (callee == RK_NONE) {
			scan[f]++;
		} else if (scan[callee] == RK_NONE) {
			stack[depth++] = callee;
			scan[callee] = p->funcs[callee].start;
			c->funcs[callee].depth = 1;
		} else { /* its own walk is done, or it is one of the callers */
			if (scan[callee] <= p->funcs[callee].end)
				c->recursive = callee;
			else if (c->funcs[callee].depth >= c->funcs[f].depth)
				c->funcs[f].depth = c->funcs[callee].depth + 1;
			scan[f]++;
		}
	}
}

/* Those that functions so far, from `from` in callee_first, name for later, and what they call. */
static void reach_later(struct rk_cfg *c, u32 from, u32 *stack, u32 *scan, u32 *n)
{
	const struct rk_prog *p = c->prog;

	for (; c->later && from < *n; from++) {
		const struct rk_func *f = &p->funcs[c->callee_first[from]];

		for (u32 i = f->start; i < f->end; i++) {
			u32 to = c->later[i] ? callee_of(p, &p->insns[i]) : RK_NONE;

			if (to == RK_NONE)
				continue;
			c->funcs[to].later = true;
			if (scan[to] == RK_NONE)
				walk_calls(c, to, stack, scan, n);
		}
	}
}

static void build_calls(struct rk_cfg *c, struct rk_arena *a, struct rk_arena *tmp)
{
	const struct rk_prog *p = c->prog;
	u32 *stack = rk_alloc_array(tmp, p->n_funcs, 2 * sizeof(u32)), *scan = stack + p->n_funcs;
	u32 n = 0;

	c->callee_first = rk_alloc_array(a, p->n_funcs, sizeof(u32));
	memset(scan, 0xff, p->n_funcs * sizeof(*scan));
	rk_cfg_later(c, a, tmp);
	for (u32 f = 0; f < p->n_funcs; f++) {
		if (scan[f] == RK_NONE)
			walk_calls(c, f, stack, scan, &n);
		if (!f) {
			reach_later(c, 0, stack, scan, &n);
			for (u32 i = 0; i < n; i++)
				c->funcs[c->callee_first[i]].reached = true;
		}
	}
	for (u32 i = 0; c->calls && i < p->n_insns; i++)
		if (p->insns[i].kind == RK_INSN_CALL_SUB && callee_of(p, &p->insns[i]) == RK_NONE)
			note_bad(c, i);
}

/* A function without instructions, or code of none: nothing else of this file may see it. */
static bool has_empty_func(const struct rk_prog *p)
{
	u32 at = 0;

	for (u32 f = 0; f < p->n_funcs; f++) {
		if (p->funcs[f].start != at || p->funcs[f].end <= at)
			return true;
		at = p->funcs[f].end;
	}
	return !p->n_funcs || at != p->n_insns;
}

void rk_cfg_build(struct rk_cfg *c, struct rk_arena *a, const struct rk_prog *p)
{
	struct rk_arena tmp;

	*c = (struct rk_cfg){
		.prog = p, .recursive = RK_NONE, .bad_slot = RK_NONE, .dead_slot = RK_NONE};
	if (has_empty_func(p)) {
		c->bad_slot = p->n_insns;
		return;
	}
	rk_arena_init_tight(&tmp);
	c->funcs = rk_alloc_array(a, p->n_funcs, sizeof(*c->funcs));
	build_blocks(c, a, &tmp);
	build_preds(c, a);
	build_order(c, a, &tmp);
	c->cyclic = has_retreat(c);
	build_calls(c, a, &tmp);
	if (c->cyclic)
		rk_cfg_loops(c, a, &tmp);
	if (a->used + tmp.peak > a->peak)
		a->peak = a->used + tmp.peak;
	rk_arena_fini(&tmp);
}

bool rk_cfg_is_head(const struct rk_cfg *c, u32 slot)
{
	const struct rk_block *b = &c->blocks[rk_cfg_block_of(c, slot)];

	if (b->start != slot || b->order == RK_NONE)
		return false;
	for (u32 i = 0; i < rk_block_n_preds(b); i++) {
		u32 order = c->blocks[c->preds[b->pred + i]].order;

		if (order != RK_NONE && order >= b->order)
			return true;
	}
	return false;
}

static void report_bad(const struct rk_cfg *c, struct rk_diags *diags)
{
	const struct rk_prog *p = c->prog;
	const struct rk_insn *i;
	struct rk_loc loc;

	if (c->bad_slot >= p->n_insns) {
		rk_diag_add(diags, RK_DIAG_BAD_CFG, p->name, (struct rk_loc){.insn = -1},
			"a function has no instructions");
		return;
	}
	i = &p->insns[c->bad_slot];
	loc = rk_prog_loc(p, c->bad_slot);
	if (rk_insn_jumps(i))
		rk_diag_add(diags, RK_DIAG_BAD_CFG, p->name, loc,
			"jump to slot %d, which is no instruction of this function", i->target);
	else if (i->kind == RK_INSN_CALL_SUB)
		rk_diag_add(diags, RK_DIAG_BAD_CFG, p->name, loc,
			"call to slot %d, which is not the start of a function", i->target);
	else
		rk_diag_add(diags, RK_DIAG_BAD_CFG, p->name, loc,
			"control runs past the end of the function: its last instruction must be "
			"an exit or a jump");
}

static void report_depth(const struct rk_cfg *c, struct rk_diags *diags)
{
	const struct rk_prog *p = c->prog;

	if (c->recursive != RK_NONE)
		rk_diag_add(diags, RK_DIAG_CALL_DEPTH, p->name,
			rk_prog_loc(p, p->funcs[c->recursive].start),
			"function '%s' may call itself", p->funcs[c->recursive].name);
	else
		rk_diag_add(diags, RK_DIAG_CALL_DEPTH, p->name, rk_prog_loc(p, 0),
			"calls nest %u frames deep; at most %d are allowed", c->funcs[0].depth,
			RK_MAX_FRAMES);
}

u32 rk_cfg_check(const struct rk_cfg *c, struct rk_diags *diags)
{
	const struct rk_prog *p = c->prog;
	u32 n = 0;

	if (c->bad_slot != RK_NONE) {
		report_bad(c, diags);
		n++;
	}
	if (!c->funcs)
		return n;
	if (c->dead_slot != RK_NONE) {
		rk_diag_add(diags, RK_DIAG_UNREACHABLE, p->name, rk_prog_loc(p, c->dead_slot),
			"no path reaches this instruction");
		n++;
	}
	if (c->recursive != RK_NONE || c->funcs[0].depth > RK_MAX_FRAMES) {
		report_depth(c, diags);
		n++;
	}
	return n;
}
