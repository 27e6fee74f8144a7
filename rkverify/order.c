// SPDX-License-Identifier: MIT
/*
 * What exploration needs of the control flow: an order of blocks in which loops are contiguous (so
 * a loop is finished before what follows it begins), the slots where states meet, and the constants
 * that comparisons mention, where widening stops.
 */
#include <stdlib.h>
#include "fix.h"

/* Members of each loop in reverse post order; a loop's head stands for it in the loop outside. */
static void place_blocks(struct rk_an *a)
{
	const struct rk_cfg *c = &a->cfg;
	u32 n_lists = c->n_loops + 1, depth = 0, at = 0;
	u32 *first = rk_alloc_array(a->arena, n_lists, sizeof(u32));
	u32 *next = rk_alloc_array(a->arena, c->n_blocks, sizeof(u32));
	u32 *stack = rk_alloc_array(a->arena, n_lists + 1, sizeof(u32));

	for (u32 i = 0; i < n_lists; i++)
		first[i] = RK_NONE;
	for (u32 i = c->n_order; i-- > 0;) {
		u32 b = c->order[i], l = rk_cfg_loop_at(c, b);
		u32 in = l != RK_NONE ? c->loops[l].parent : c->blocks[b].loop;
		u32 list = in == RK_NONE ? c->n_loops : in;

		next[b] = first[list];
		first[list] = b;
	}
	stack[depth++] = first[c->n_loops];
	while (depth) {
		u32 b = stack[depth - 1], l;

		if (b == RK_NONE) {
			depth--;
			continue;
		}
		stack[depth - 1] = next[b];
		a->graph->place[b] = at++;
		l = rk_cfg_loop_at(c, b);
		if (l != RK_NONE)
			stack[depth++] = first[l];
	}
}

static void find_points(struct rk_an *a)
{
	const struct rk_cfg *c = &a->cfg;
	u8 *preds = rk_alloc_array(a->arena, c->n_blocks, 1);

	for (u32 i = 0; i < c->n_order; i++) {
		const struct rk_block *b = &c->blocks[c->order[i]];
		u32 to[2] = {b->next, b->taken};

		for (u32 k = 0; k < 2; k++)
			if (to[k] != RK_NONE && preds[to[k]] < 2)
				preds[to[k]]++;
	}
	for (u32 i = 0; i < c->n_order; i++) {
		u32 slot = c->blocks[c->order[i]].start;

		a->graph->is_point[slot] = preds[c->order[i]] > 1 || rk_cfg_is_head(c, slot);
	}
}

static int by_value(const void *x, const void *y)
{
	s64 a = *(const s64 *)x, b = *(const s64 *)y;

	return (a > b) - (a < b);
}

enum { MAX_RUNGS = 64 };

/*
 * A number that a comparison or a mask mentions, the largest that was loaded from a byte or two,
 * or, else, one that something begins with.
 */
static bool mentions(const struct rk_insn *in, bool begins, s64 *what)
{
	bool alu = in->kind == RK_INSN_ALU;

	*what = in->imm;
	if (in->kind == RK_INSN_LDX && in->size < 4 && !begins) {
		*what = in->flags & RK_INSN_SIGNED ? 0x7f : 0xff;
		if (in->size == 2)
			*what = *what << 8 | 0xff;
		return true;
	}
	if (in->flags & RK_INSN_SRC_REG)
		return false;
	if (begins)
		return (alu && in->op == RK_ALU_MOV) || in->kind == RK_INSN_ST;
	return (alu && in->op == RK_ALU_AND) || in->kind == RK_INSN_COND;
}

static u32 add_rungs(struct rk_an *a, s64 *rungs, u32 n, bool begins)
{
	for (u32 i = 0; i < a->p->n_insns && n < MAX_RUNGS * 3; i++) {
		const struct rk_insn *in = &a->p->insns[i];
		s64 what;
		bool seen = !mentions(in, begins, &what);

		for (u32 k = 0; k < n && !seen; k += 3)
			seen = rungs[k + 1] == what;
		if (seen)
			continue;
		for (s64 d = -1; d <= 1; d++)
			rungs[n++] = what + d;
	}
	return n;
}

/*
 * A counter stops at, before or after a constant that a comparison or mask mentions, or the largest
 * number that it may be compared with. One that counts down to 0 began with a constant.
 */
void rk_find_rungs(struct rk_an *a)
{
	struct rk_graph *g = a->graph;
	u32 n, kept = 0;

	g->rungs = rk_alloc_array(a->arena, MAX_RUNGS * 3, sizeof(s64));
	n = add_rungs(a, g->rungs, 0, false);
	n = add_rungs(a, g->rungs, n, true);
	qsort(g->rungs, n, sizeof(s64), by_value);
	for (u32 i = 0; i < n; i++)
		if (!kept || g->rungs[i] != g->rungs[kept - 1])
			g->rungs[kept++] = g->rungs[i];
	g->n_rungs = kept;
}

void rk_order(struct rk_an *a)
{
	struct rk_graph *g = a->graph;

	g->place = rk_alloc_array(a->arena, a->cfg.n_blocks, sizeof(u32));
	g->is_point = rk_alloc_array(a->arena, a->p->n_insns, 1);
	place_blocks(a);
	find_points(a);
}
