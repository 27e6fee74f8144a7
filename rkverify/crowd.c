// SPDX-License-Identifier: MIT
/*
 * Where the budget went: the place at which most states met, and the branch that brought most of
 * them. For notes on an error that was found in a joined state; never decides anything.
 */
#include "fix.h"

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
}
