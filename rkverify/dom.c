/* SPDX-License-Identifier: MIT */
/*
 * Immediate dominators by Lengauer and Tarjan's algorithm with path compression (n log n for any
 * graph: the simpler iterative scheme is quadratic on a chain of blocks that share an error exit).
 * Numbers in here are positions in a preorder walk of one function.
 */
#include <string.h>
#include "cfg_build.h"

struct dom {
	const struct rk_cfg *c;
	struct rk_dom *tree;
	u32 n;
	u32 *block;  /* preorder number -> block */
	u32 *number; /* block -> preorder number, RK_NONE where not in this walk */
	u32 *parent, *semi, *idom, *ancestor, *best;
	u32 *bucket, *bucket_next; /* vertices by semidominator, as lists */
	u32 *stack;
	u8 *visits; /* per block: successors already taken */
};

static void add_vertex(struct dom *d, u32 block, u32 parent)
{
	u32 v = d->n++;

	d->block[v] = block;
	d->number[block] = v;
	d->parent[v] = parent;
	d->semi[v] = d->best[v] = v;
	d->idom[v] = d->ancestor[v] = d->bucket[v] = d->bucket_next[v] = RK_NONE;
}

static void walk(struct dom *d, u32 entry)
{
	u32 depth = 0;

	d->n = 0;
	add_vertex(d, entry, RK_NONE);
	d->stack[depth++] = entry;
	while (depth) {
		u32 b = d->stack[depth - 1], s;

		if (d->visits[b] == 2) {
			depth--;
			continue;
		}
		s = rk_block_succ(&d->c->blocks[b], d->visits[b]++);
		if (s != RK_NONE && d->number[s] == RK_NONE) {
			add_vertex(d, s, d->number[b]);
			d->stack[depth++] = s;
		}
	}
}

/* The vertex of least semidominator on the forest path to v, compressing the path. */
static u32 eval(struct dom *d, u32 v)
{
	u32 depth = 0;

	if (d->ancestor[v] == RK_NONE)
		return v;
	for (u32 u = v; d->ancestor[d->ancestor[u]] != RK_NONE; u = d->ancestor[u])
		d->stack[depth++] = u;
	while (depth) {
		u32 u = d->stack[--depth], up = d->ancestor[u];

		if (d->semi[d->best[up]] < d->semi[d->best[u]])
			d->best[u] = d->best[up];
		d->ancestor[u] = d->ancestor[up];
	}
	return d->best[v];
}

static void semidominator(struct dom *d, u32 w)
{
	const struct rk_block *b = &d->c->blocks[d->block[w]];

	for (u32 i = 0; i < rk_block_n_preds(b); i++) {
		u32 v = d->number[d->c->preds[b->pred + i]], u;

		if (v == RK_NONE)
			continue; /* an unreachable predecessor */
		u = eval(d, v);
		if (d->semi[u] < d->semi[w])
			d->semi[w] = d->semi[u];
	}
	d->bucket_next[w] = d->bucket[d->semi[w]];
	d->bucket[d->semi[w]] = w;
}

static void solve(struct dom *d)
{
	for (u32 w = d->n - 1; w > 0; w--) {
		u32 p = d->parent[w];

		semidominator(d, w);
		d->ancestor[w] = p;
		for (u32 v = d->bucket[p]; v != RK_NONE; v = d->bucket_next[v]) {
			u32 u = eval(d, v);

			d->idom[v] = d->semi[u] < d->semi[v] ? u : p;
		}
		d->bucket[p] = RK_NONE;
	}
	for (u32 w = 1; w < d->n; w++) {
		if (d->idom[w] != d->semi[w])
			d->idom[w] = d->idom[d->idom[w]];
		d->tree[d->block[w]].idom = d->block[d->idom[w]];
	}
}

/*
 * In/out numbers of the dominator tree without walking it: subtree sizes from the leaves up (an
 * idom has a smaller preorder number), then positions from the root down.
 */
static void number_tree(struct dom *d, u32 *clock)
{
	u32 *size = d->semi, *used = d->best; /* no longer needed */

	for (u32 v = 0; v < d->n; v++)
		size[v] = used[v] = 1;
	for (u32 v = d->n - 1; v > 0; v--)
		size[d->idom[v]] += size[v];
	for (u32 v = 0; v < d->n; v++) {
		struct rk_dom *b = &d->tree[d->block[v]];

		if (!v) {
			b->in = *clock;
		} else {
			u32 up = d->idom[v];

			b->in = d->tree[d->block[up]].in + used[up];
			used[up] += size[v];
		}
		b->out = b->in + size[v] - 1;
	}
	*clock += d->n;
}

struct rk_dom *rk_cfg_dominators(const struct rk_cfg *c, struct rk_arena *tmp)
{
	struct dom d = {.c = c};
	u32 **arrays[] = {&d.block, &d.number, &d.parent, &d.semi, &d.idom, &d.ancestor, &d.best,
		&d.bucket, &d.bucket_next, &d.stack};
	u32 clock = 0;

	for (size_t i = 0; i < RK_ARRAY_SIZE(arrays); i++)
		*arrays[i] = rk_alloc_array(tmp, c->n_blocks, sizeof(u32));
	d.tree = rk_alloc_array(tmp, c->n_blocks, sizeof(*d.tree));
	for (u32 i = 0; i < c->n_blocks; i++)
		d.tree[i].idom = RK_NONE;
	d.visits = rk_alloc(tmp, c->n_blocks);
	memset(d.number, 0xff, c->n_blocks * sizeof(u32));
	for (u32 f = 0; f < c->prog->n_funcs; f++) {
		walk(&d, c->funcs[f].first);
		solve(&d);
		number_tree(&d, &clock);
	}
	return d.tree;
}

bool rk_cfg_dominates(const struct rk_cfg *c, const struct rk_dom *d, u32 a, u32 b)
{
	return c->blocks[a].order != RK_NONE && c->blocks[b].order != RK_NONE &&
	       d[a].in <= d[b].in && d[b].out <= d[a].out;
}
