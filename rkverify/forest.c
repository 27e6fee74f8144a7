/* SPDX-License-Identifier: MIT */
/*
 * The forest of natural loops (Havlak's scheme for reducible graphs): heads from the innermost out,
 * each body collected backwards from its latches, inner loops collapsed into their heads by
 * union-find. A retreating edge to a block that does not dominate its source makes the function
 * irreducible.
 */
#include "cfg_build.h"

struct forest {
	struct rk_cfg *c;
	const struct rk_dom *dom;
	u32 *loop_of_head; /* block -> loop it heads, RK_NONE */
	u32 *up;           /* union-find: block -> representative, the head of the loop it is in */
	u32 *work;
};

static u32 find(struct forest *t, u32 b)
{
	while (t->up[b] != b) {
		t->up[b] = t->up[t->up[b]];
		b = t->up[b];
	}
	return b;
}

static bool retreats(const struct rk_cfg *c, u32 from, u32 to)
{
	return c->blocks[from].order != RK_NONE && c->blocks[from].order >= c->blocks[to].order;
}

static struct rk_cfg_func *func_of(struct rk_cfg *c, u32 block)
{
	return &c->funcs[rk_cfg_func_of(c->prog, c->blocks[block].start)];
}

/* Latches of a head: how many, and the last. Edges from blocks it does not dominate are no loop's.
 */
static u32 count_latches(struct forest *t, u32 head, u32 *latch)
{
	struct rk_cfg *c = t->c;
	const struct rk_block *h = &c->blocks[head];
	u32 n = 0;

	for (u32 i = 0; i < rk_block_n_preds(h); i++) {
		u32 p = c->preds[h->pred + i];

		if (!retreats(c, p, head))
			continue;
		if (!rk_cfg_dominates(c, t->dom, head, p)) {
			func_of(c, head)->irreducible = true;
			continue;
		}
		n++;
		*latch = p;
	}
	return n;
}

static void number_loops(struct forest *t, struct rk_arena *a)
{
	struct rk_cfg *c = t->c;
	u32 latch = 0, n = 0;

	for (u32 i = 0; i < c->n_order; i++)
		n += count_latches(t, c->order[i], &latch) > 0;
	c->loops = rk_alloc_array(a, n ? n : 1, sizeof(*c->loops));
	for (u32 i = 0; i < c->n_order; i++) {
		u32 head = c->order[i], latches = count_latches(t, head, &latch);

		t->loop_of_head[head] = RK_NONE;
		if (!latches)
			continue;
		t->loop_of_head[head] = c->n_loops;
		c->loops[c->n_loops++] = (struct rk_cfg_loop){.head = head,
			.parent = RK_NONE,
			.n_latches = latches,
			.latch = latch,
			.func = rk_cfg_func_of(c->prog, c->blocks[head].start)};
	}
}

/* x joins the loop: as a block of its own, or as the head of an inner loop. */
static void absorb(struct forest *t, u32 loop, u32 x, u32 *n_work)
{
	struct rk_cfg *c = t->c;
	u32 head = c->loops[loop].head, inner = t->loop_of_head[x];

	t->up[x] = head;
	if (inner != RK_NONE)
		c->loops[inner].parent = loop;
	else
		c->blocks[x].loop = loop;
	t->work[(*n_work)++] = x;
}

static void visit_preds(struct forest *t, u32 loop, u32 x, bool latches_only, u32 *n_work)
{
	struct rk_cfg *c = t->c;
	u32 head = c->loops[loop].head;

	for (u32 i = 0; i < rk_block_n_preds(&c->blocks[x]); i++) {
		u32 p = c->preds[c->blocks[x].pred + i], r;

		if (c->blocks[p].order == RK_NONE || (latches_only && !retreats(c, p, head)))
			continue;
		if (!rk_cfg_dominates(c, t->dom, head, p)) {
			if (!latches_only)
				func_of(c, head)->irreducible = true;
			continue;
		}
		r = find(t, p);
		if (r != head)
			absorb(t, loop, r, n_work);
	}
}

static void collect(struct forest *t, u32 loop)
{
	u32 head = t->c->loops[loop].head, n_work = 0;

	t->c->blocks[head].loop = loop;
	visit_preds(t, loop, head, true, &n_work);
	while (n_work)
		visit_preds(t, loop, t->work[--n_work], false, &n_work);
}

void rk_cfg_loops(struct rk_cfg *c, struct rk_arena *a, struct rk_arena *tmp)
{
	struct forest t = {.c = c, .dom = rk_cfg_dominators(c, tmp)};

	t.loop_of_head = rk_alloc_array(tmp, c->n_blocks, sizeof(u32));
	t.up = rk_alloc_array(tmp, c->n_blocks, sizeof(u32));
	t.work = rk_alloc_array(tmp, c->n_blocks, sizeof(u32));
	for (u32 i = 0; i < c->n_blocks; i++)
		t.up[i] = i;
	number_loops(&t, a);
	for (u32 i = c->n_loops; i > 0; i--)
		collect(&t, i - 1);
	for (u32 i = 0; i < c->n_loops; i++) {
		u32 parent = c->loops[i].parent;

		c->loops[i].depth = parent == RK_NONE ? 1 : c->loops[parent].depth + 1;
	}
}

u32 rk_cfg_loop_at(const struct rk_cfg *c, u32 block)
{
	u32 l = c->blocks[block].loop;

	return l != RK_NONE && c->loops[l].head == block ? l : RK_NONE;
}
