// SPDX-License-Identifier: MIT
/*
 * Where the budget went: the place at which most states met, the branch that brought most of them,
 * and the values that kept them apart. For notes on an error that was found in a joined state;
 * never decides anything.
 */
#include <stdio.h>
#include "fix.h"

enum { LOOK = 256, NAMES = 4 };

static u32 most_met(const struct rk_graph *g, u32 *met)
{
	u32 best = RK_NONE;

	for (u32 i = 0; i < g->n_nodes; i++) {
		const struct rk_node *n = &g->nodes[i];

		if (n->point == RK_NONE)
			continue;
		met[n->slot]++;
		if (best == RK_NONE || met[n->slot] > met[best])
			best = n->slot;
	}
	return best;
}

/* The branch both of whose sides led to most states. */
static u32 most_split(const struct rk_graph *g, u32 *by, u32 *count)
{
	u32 best = RK_NONE;

	*count = 0;
	for (u32 i = 0; i < g->n_nodes; i++)
		if (g->nodes[i].via != RK_NONE)
			by[g->nodes[i].via]++;
	for (u32 i = 0; i < g->n_nodes; i++) {
		u32 via = g->nodes[i].via, least;

		if (via == RK_NONE)
			continue;
		least = by[via] < by[via ^ 1] ? by[via] : by[via ^ 1];
		if (least > *count) {
			*count = least;
			best = via >> 1;
		}
	}
	return best;
}

static const struct rk_packed *find(const struct rk_frozen *f, u16 key)
{
	for (u32 i = 0; i < f->n; i++)
		if (rk_frozen_locs(f)[i].key == key)
			return &rk_frozen_locs(f)[i];
	return NULL;
}

static bool differs(const struct rk_frozen *f, const struct rk_packed *l, const struct rk_frozen *o)
{
	const struct rk_packed *m = find(o, l->key);
	struct rk_val x, y;

	if (!m || m->kind != l->kind)
		return true;
	x = rk_loc_val(f, l);
	y = rk_loc_val(o, m);
	return !rk_val_equal(&x, &y);
}

static const char *name_of(const struct rk_an *a, u16 key)
{
	if (key < RK_KEY_STACK)
		return rk_format(a->diags.arena, "r%u", key % 16u);
	return rk_format(a->diags.arena, "the stack at %d",
		(key - RK_KEY_STACK) % RK_FRAME_BYTES - RK_FRAME_BYTES);
}

/* What differs from the first of them in any of the next. */
static void note_values(struct rk_an *a, u32 slot)
{
	const struct rk_graph *g = a->graph;
	const struct rk_frozen *first = NULL;
	const char *text = "";
	u32 named = 0;
	u16 keys[NAMES];

	for (u32 i = 0, looked = 0; i < g->n_nodes && looked < LOOK; i++) {
		const struct rk_frozen *f = g->nodes[i].state;

		if (g->nodes[i].slot != slot || !f)
			continue;
		looked++;
		if (!first)
			first = f;
		for (u32 k = 0; k < first->n && named < NAMES; k++) {
			const struct rk_packed *l = &rk_frozen_locs(first)[k];
			bool known = false;

			for (u32 n = 0; n < named; n++)
				known |= keys[n] == l->key;
			if (known || !differs(first, l, f))
				continue;
			text = rk_format(a->diags.arena, "%s%s%s", text, named ? ", " : "",
				name_of(a, l->key));
			keys[named++] = l->key;
		}
	}
	if (named)
		rk_because(a, slot, "they differ in %s", text);
}

void rk_note_crowd(struct rk_an *a)
{
	const struct rk_graph *g = a->graph;
	u32 *count, slot, branch, n;

	if (!g || !a->error)
		return;
	count = rk_alloc_array(a->arena, a->p->n_insns * 3u, sizeof(*count));
	slot = most_met(g, count);
	branch = most_split(g, count + a->p->n_insns, &n);
	if (slot == RK_NONE || count[slot] < a->budget.states)
		return;
	rk_because(a, slot,
		"%u states met here, more than anywhere else; beyond %u they were joined",
		count[slot], a->budget.states);
	if (branch != RK_NONE)
		rk_because(
			a, branch, "this branch multiplies them: each side led to %u or more", n);
	note_values(a, slot);
}
