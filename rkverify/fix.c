// SPDX-License-Identifier: MIT
/*
 * Exploration in the order of the program: of all pending states the earliest is run first, so what
 * meets at a point outside loops has arrived before any of it goes on, and is forgotten after.
 *
 * Sound: a state that arrives is covered by the node its edge leads to: an equal or larger one,
 * itself, or a join. It ends: states of one group beyond the budget are joined, at loop heads
 * widened, and chains of widenings are finite.
 */
#include <string.h>
#include "fix.h"

enum {
	LOOK_BACK = 48, /* states of a group that an arrival is compared with */
	CHAINS = 1024,  /* beyond these, only with states that say the same */
};

static void *grow(struct rk_an *a, void *old, u32 n, u32 *cap, size_t size)
{
	return rk_pool_grow(&a->pool, old, n, cap, n + 1, size);
}

static u32 add_node(struct rk_an *a, u32 slot, struct rk_frozen *f, u32 via)
{
	struct rk_graph *g = a->graph;

	g->nodes = grow(a, g->nodes, g->n_nodes, &g->cap_nodes, sizeof(*g->nodes));
	g->nodes[g->n_nodes] = (struct rk_node){.state = f,
		.slot = slot,
		.parent = a->node,
		.via = via,
		.first = RK_NONE,
		.last = RK_NONE,
		.older = RK_NONE,
		.point = RK_NONE,
		.pending = 1};
	return g->n_nodes++;
}

static void add_edge(struct rk_an *a, u32 to)
{
	struct rk_graph *g = a->graph;
	struct rk_node *from = &g->nodes[a->node];

	g->edges = grow(a, g->edges, g->n_edges, &g->cap_edges, sizeof(*g->edges));
	g->edges[g->n_edges] =
		(struct rk_edge){.cost = a->cost, .to = to, .next = RK_NONE, .map = RK_NONE};
	if (from->first == RK_NONE)
		from->first = g->n_edges;
	else
		g->edges[from->last].next = g->n_edges;
	from->last = g->n_edges++;
}

/* ---- the queue: earliest first, callers' positions before callees' ---- */

static u64 position(const struct rk_an *a, u32 slot)
{
	return (u64)a->graph->place[rk_cfg_block_of(&a->cfg, slot)] << 32 | slot;
}

static bool before(const struct rk_an *a, u32 x, u32 y)
{
	const struct rk_node *p = &a->graph->nodes[x], *q = &a->graph->nodes[y];

	for (u32 d = 0;; d++) {
		bool last_p = d == p->state->depth, last_q = d == q->state->depth;
		u64 at_p = position(a, last_p ? p->slot : rk_frozen_frames(p->state)[d].call);
		u64 at_q = position(a, last_q ? q->slot : rk_frozen_frames(q->state)[d].call);

		if (at_p != at_q)
			return at_p < at_q;
		if (last_p || last_q)
			return last_q && !last_p;
	}
}

static void push(struct rk_an *a, u32 node)
{
	struct rk_graph *g = a->graph;
	u32 i = g->n_heap;

	g->heap = grow(a, g->heap, g->n_heap, &g->cap_heap, sizeof(u32));
	g->n_heap++;
	for (; i && before(a, node, g->heap[(i - 1) / 2]); i = (i - 1) / 2)
		g->heap[i] = g->heap[(i - 1) / 2];
	g->heap[i] = node;
}

static u32 pop(struct rk_an *a)
{
	struct rk_graph *g = a->graph;
	u32 top = g->heap[0], last = g->heap[--g->n_heap], i = 0;

	for (;;) {
		u32 k = i * 2 + 1;

		if (k >= g->n_heap)
			break;
		if (k + 1 < g->n_heap && before(a, g->heap[k + 1], g->heap[k]))
			k++;
		if (!before(a, g->heap[k], last))
			break;
		g->heap[i] = g->heap[k];
		i = k;
	}
	g->heap[i] = last;
	return top;
}

/* ---- points and groups ---- */

static bool slot_in_loop(const struct rk_an *a, u32 slot)
{
	const struct rk_block *b = &a->cfg.blocks[rk_cfg_block_of(&a->cfg, slot)];

	return b->loop != RK_NONE || a->cfg.funcs[rk_cfg_func_of(a->p, slot)].irreducible;
}

/* Can this slot, or one of the calls that lead to it, run more than once? */
static bool repeats(const struct rk_an *a, u32 slot, const struct rk_frozen *f)
{
	bool yes = slot_in_loop(a, slot);

	for (u32 d = 0; d < f->depth && !yes; d++)
		yes = slot_in_loop(a, rk_frozen_frames(f)[d].call);
	return yes;
}

static bool is_at(const struct rk_point *p, u32 slot, const struct rk_frozen *f)
{
	if (p->slot != slot || p->depth != f->depth)
		return false;
	for (u32 d = 0; d < p->depth; d++)
		if (p->calls[d] != rk_frozen_frames(f)[d].call)
			return false;
	return true;
}

/* Loops whose count of trips is not the program's: states that differ by it tell little. */
static bool *find_counted(const struct rk_an *a)
{
	const struct rk_cfg *c = &a->cfg;
	bool *counted = rk_alloc_array(a->arena, c->n_loops, sizeof(*counted));

	for (u32 i = 0; i < a->p->n_insns; i++) {
		u32 loop = RK_NONE;

		if (rk_counts(&a->p->insns[i]))
			loop = c->blocks[rk_cfg_block_of(c, i)].loop;
		for (; loop != RK_NONE && !counted[loop]; loop = c->loops[loop].parent)
			counted[loop] = true;
	}
	return counted;
}

static bool is_counted(const struct rk_an *a, u32 slot)
{
	u32 loop = rk_cfg_loop_at(&a->cfg, rk_cfg_block_of(&a->cfg, slot));

	return a->counts && loop != RK_NONE && a->graph->counted[loop];
}

/*
 * Points and groups may be many: a function is at another point in each chain of calls, and at one
 * point there is a group for each way in which pointers may lie. Their tables grow with them.
 */
static void new_table(struct rk_an *a, struct rk_table *t, u32 n)
{
	t->n = n;
	t->first = rk_alloc_array(a->arena, n, sizeof(u32));
	memset(t->first, 0xff, n * sizeof(u32));
}

static u32 *chain_of(const struct rk_table *t, u32 hash)
{
	return &t->first[(hash ^ hash >> 16) & (t->n - 1)];
}

static u32 point_hash(u32 slot, u32 depth, const u32 *calls)
{
	u32 h = slot * 0x9e3779b1u;

	for (u32 d = 0; d < depth; d++)
		h = (h ^ calls[d]) * 0x85ebca6bu;
	return h;
}

static u32 *chain_of_point(struct rk_graph *g, const struct rk_point *p)
{
	return chain_of(&g->point_table, point_hash(p->slot, p->depth, p->calls));
}

static u32 add_point(struct rk_an *a, const struct rk_point *p)
{
	struct rk_graph *g = a->graph;
	u32 *chain;

	if (g->n_points >= g->point_table.n) {
		new_table(a, &g->point_table, g->point_table.n * 2);
		for (u32 i = 0; i < g->n_points; i++) {
			chain = chain_of_point(g, &g->points[i]);
			g->points[i].next = *chain;
			*chain = i;
		}
	}
	g->points = grow(a, g->points, g->n_points, &g->cap_points, sizeof(*g->points));
	g->points[g->n_points] = *p;
	chain = chain_of_point(g, p);
	g->points[g->n_points].next = *chain;
	return *chain = g->n_points++;
}

static u32 find_point(struct rk_an *a, u32 slot, const struct rk_frozen *f)
{
	struct rk_point p = {.slot = slot, .depth = f->depth};
	struct rk_graph *g = a->graph;

	for (u32 d = 0; d < f->depth; d++)
		p.calls[d] = rk_frozen_frames(f)[d].call;
	for (u32 i = *chain_of_point(g, &p); i != RK_NONE; i = g->points[i].next)
		if (is_at(&g->points[i], slot, f))
			return i;
	p.in_loop = repeats(a, slot, f);
	p.head = rk_cfg_is_head(&a->cfg, slot);
	p.counted = is_counted(a, slot);
	return add_point(a, &p);
}

static u32 *chain_of_group(struct rk_graph *g, u32 point, u32 type_hash)
{
	return chain_of(&g->group_table, type_hash ^ point * 0x9e3779b1u);
}

/* Every group has a node, which says where it is: one is added as soon as the group is. */
static u32 point_of(const struct rk_graph *g, const struct rk_group *gr)
{
	return g->nodes[gr->newest].point;
}

static struct rk_group *add_group(struct rk_an *a, u32 point, u32 type_hash)
{
	struct rk_graph *g = a->graph;
	u32 *chain;

	if (g->n_groups >= g->group_table.n) {
		new_table(a, &g->group_table, g->n_groups ? g->n_groups * 2 : 4);
		for (u32 i = 0; i < g->n_groups; i++) {
			struct rk_group *gr = &g->groups[i];

			chain = chain_of_group(g, point_of(g, gr), gr->type_hash);
			gr->next = *chain;
			*chain = i;
		}
	}
	g->groups = grow(a, g->groups, g->n_groups, &g->cap_groups, sizeof(*g->groups));
	chain = chain_of_group(g, point, type_hash);
	g->groups[g->n_groups] =
		(struct rk_group){.type_hash = type_hash, .newest = RK_NONE, .next = *chain};
	*chain = g->n_groups;
	return &g->groups[g->n_groups++];
}

static struct rk_group *find_group(struct rk_an *a, u32 point, u32 type_hash)
{
	struct rk_graph *g = a->graph;
	u32 i = g->n_groups ? *chain_of_group(g, point, type_hash) : RK_NONE;

	for (; i != RK_NONE; i = g->groups[i].next)
		if (g->groups[i].type_hash == type_hash && point_of(g, &g->groups[i]) == point)
			return &g->groups[i];
	return add_group(a, point, type_hash);
}

/* How many states of one group are kept apart here. */
static u32 limit_at(const struct rk_an *a, const struct rk_point *p)
{
	bool late = rk_is_late(a);

	if (p->counted && a->budget.trips <= 1024)
		return 8;

	if (!p->in_loop)
		return late ? 4 : a->budget.states;
	if (late)
		return p->head ? 4 : 16;
	return p->head ? a->budget.trips : a->budget.trips * 2;
}

void rk_keep_at(const struct rk_an *a, const struct rk_state *s, u32 slot, struct rk_keep *keep)
{
	struct rk_live_row row = rk_live_at(&a->live, slot);

	keep[s->depth] = (struct rk_keep){row.regs, row.slots};
	for (u32 d = 0; d < s->depth; d++) {
		keep[d].regs = rk_live_at(&a->live, s->frame[d].call + 1).regs;
		keep[d].slots = rk_live_at(&a->live, s->frame[d].call).slots;
	}
}

/* An arrival that an earlier one covers, or the other way round, makes no node. */
static bool absorbs(struct rk_an *a, struct rk_node *old, struct rk_frozen *f)
{
	if (!old->state || rk_frozen_apart(&a->pool, old->state, f))
		return false;
	a->pool.work += old->state->n + f->n;
	if (rk_frozen_covers(old->state, f)) {
		rk_frozen_free(&a->pool, f);
		return true;
	}
	if (!old->pending || !rk_frozen_covers(f, old->state))
		return false;
	rk_frozen_free(&a->pool, old->state);
	old->state = f;
	return true;
}

/*
 * The node that absorbs an arrival. Where a loop has many states, each is met once per way through
 * the body: without the chains all would be run again.
 */
static u32 absorb(struct rk_an *a, struct rk_group *gr, struct rk_frozen *f, u32 digest)
{
	struct rk_node *nodes = a->graph->nodes;
	u32 i = gr->newest;

	for (u32 n = 0; i != RK_NONE && n < LOOK_BACK; n++, i = nodes[i].older)
		if (absorbs(a, &nodes[i], f))
			return i;
	if (!gr->alike)
		return RK_NONE;
	for (i = gr->alike[digest % CHAINS]; i != RK_NONE; i = nodes[i].alike)
		if (nodes[i].digest == digest && absorbs(a, &nodes[i], f))
			return i;
	return RK_NONE;
}

static void chain(struct rk_graph *g, struct rk_group *gr, u32 node)
{
	u32 *first = &gr->alike[g->nodes[node].digest % CHAINS];

	g->nodes[node].alike = *first;
	*first = node;
}

static void join_group(struct rk_an *a, struct rk_group *gr, u32 node)
{
	struct rk_graph *g = a->graph;

	g->nodes[node].older = gr->newest;
	gr->newest = node;
	if (gr->alike) {
		chain(g, gr, node);
	} else if (gr->n == LOOK_BACK) {
		gr->alike = rk_alloc_array(a->arena, CHAINS, sizeof(u32));
		memset(gr->alike, 0xff, CHAINS * sizeof(u32));
		for (u32 i = node; i != RK_NONE; i = g->nodes[i].older)
			chain(g, gr, i);
	}
	gr->n++;
}

/* Beyond the budget: the newest state takes the arrival in; which it is where it is pending. */
static u32 merge(struct rk_an *a, struct rk_group *gr, struct rk_frozen **f, bool widen)
{
	struct rk_graph *g = a->graph;
	struct rk_frozen *joined;
	u32 i = gr->newest;

	while (i != RK_NONE && !(g->nodes[i].state && rk_frozen_joinable(g->nodes[i].state, *f))) {
		a->pool.work += 1 + (*f)->n / 4;
		i = g->nodes[i].older;
	}
	if (i == RK_NONE)
		return RK_NONE;
	if (widen && !g->rungs)
		rk_find_rungs(a);
	joined = rk_frozen_join(
		&a->pool, g->nodes[i].state, *f, &a->next_id, widen, g->rungs, g->n_rungs);
	a->joins++;
	rk_frozen_free(&a->pool, *f);
	*f = joined;
	if (!g->nodes[i].pending)
		return RK_NONE;
	rk_frozen_free(&a->pool, g->nodes[i].state);
	g->nodes[i].state = joined;
	return i;
}

/* The node that stands for a state at this slot: one that is there, or a new one. */
static u32 place(struct rk_an *a, const struct rk_state *s, struct rk_keep *keep, u32 slot, u32 via,
	bool meets)
{
	struct rk_frozen *f = rk_freeze(&a->pool, s, keep);
	struct rk_graph *g = a->graph;
	struct rk_group *gr;
	u32 point, node, digest;

	if (!meets) {
		push(a, node = add_node(a, slot, f, via));
		return node;
	}
	point = find_point(a, slot, f);
	gr = find_group(a, point, f->type_hash);
	digest = rk_frozen_digest(f);
	if ((node = absorb(a, gr, f, digest)) != RK_NONE)
		return node;
	if (gr->n >= limit_at(a, &g->points[point])) {
		if ((node = merge(a, gr, &f, g->points[point].head)) != RK_NONE)
			return node;
		digest = rk_frozen_digest(f);
	}
	node = add_node(a, slot, f, via);
	g->nodes[node].point = point;
	g->nodes[node].digest = digest;
	join_group(a, gr, node);
	push(a, node);
	return node;
}

static void arrive(struct rk_an *a, const struct rk_state *s, u32 slot, u32 via, bool meets)
{
	struct rk_graph *g = a->graph;
	struct rk_keep keep[RK_MAX_FRAMES];

	rk_keep_at(a, s, slot, keep);
	if (a->ranking) {
		struct rk_edge *e = &g->edges[g->replayed];

		if (g->nodes[e->to].state) /* else it is on no cycle */
			e->end =
				rk_state_moved(a->arena, s, keep, g->nodes[e->to].state, &e->n_end);
		g->replayed = e->next;
		return;
	}
	add_edge(a, place(a, s, keep, slot, via, meets));
}

/* What runs later begins by itself: a walk of its own, that all who name it share. */
static void begin_later(struct rk_an *a, u32 via)
{
	const struct rk_state *s = &a->other;
	struct rk_keep keep[RK_MAX_FRAMES];
	u32 slot = a->p->funcs[s->frame[s->depth].func].start, node;

	if (a->ranking)
		return;
	rk_keep_at(a, s, slot, keep);
	node = place(a, s, keep, slot, via, true);
	a->graph->nodes[node].begins = 1;
}

static u32 after(const struct rk_an *a, u32 slot)
{
	return slot + (a->p->insns[slot].kind == RK_INSN_LDDW ? 2 : 1);
}

/* The body's cost counts for each trip, on the edge to what follows the call. */
static void run_callback(struct rk_an *a, u32 via)
{
	struct rk_graph *g = a->graph;
	u32 func = a->other.frame[a->other.depth].func, body = g->n_nodes;

	arrive(a, &a->other, a->p->funcs[func].start, via, false);
	arrive(a, &a->s, a->pc + 1, via, true);
	if (a->ranking)
		return;
	g->edges[g->n_edges - 1].body = body;
	g->edges[g->n_edges - 1].trips = a->body_trips;
	g->edges[g->n_edges - 1].map = a->body_map;
}

/* From a node to the next points on every path. */
static bool run(struct rk_an *a, u32 node)
{
	const struct rk_insn *insns = a->p->insns;
	struct rk_graph *g = a->graph;
	u32 via = RK_NONE;
	bool first = true;

	rk_thaw(&a->s, g->nodes[node].state);
	if (a->ranking)
		rk_state_track(&a->s);
	a->node = node;
	a->via = RK_NONE;
	a->pc = g->nodes[node].slot;
	a->cost = 0;
	for (;; first = false) {
		if (!first && g->is_point[a->pc]) {
			arrive(a, &a->s, a->pc, via, true);
			return true;
		}
		if (!rk_has_room(a, 0))
			return false;
		a->steps += !a->ranking;
		a->pool.work += RK_WORK_STEP;
		a->cost++;
		switch (rk_step(a)) {
		case RK_NEXT: a->pc = after(a, a->pc); break;
		case RK_JUMP: a->pc = (u32)insns[a->pc].target; break;
		case RK_FORK: {
			u32 to = (u32)insns[a->pc].target;

			arrive(a, &a->s, to, a->pc << 1 | 1, g->is_point[to]);
			rk_step_other(a);
			via = a->via = a->pc << 1;
			a->pc++;
			break;
		}
		case RK_SPLIT:
			arrive(a, &a->s, a->pc + 1, via, true);
			rk_step_other(a);
			a->pc++;
			break;
		case RK_RETURN: arrive(a, &a->s, a->pc, via, true); return true;
		case RK_LOOP: run_callback(a, via); return true;
		case RK_LATER:
			begin_later(a, via);
			a->pc++;
			break;
		case RK_DONE:
			if (a->cost > g->nodes[node].tail)
				g->nodes[node].tail = a->cost;
			return true;
		case RK_DEAD: return true;
		default: return false;
		}
	}
}

static void ready(struct rk_an *a)
{
	struct rk_graph *g = a->graph;
	u32 buckets = 4;

	while (buckets < a->cfg.n_blocks)
		buckets *= 2;
	new_table(a, &g->point_table, buckets);
	if (a->counts)
		g->counted = find_counted(a);
	rk_order(a);
	rk_state_begin(&a->s);
	rk_may_goto_begin(a, &a->s);
}

bool rk_fix(struct rk_an *a)
{
	struct rk_graph *g = a->graph;
	struct rk_keep keep;

	ready(a);
	a->node = RK_NONE;
	rk_keep_at(a, &a->s, 0, &keep);
	push(a, add_node(a, 0, rk_freeze(&a->pool, &a->s, &keep), RK_NONE));
	while (g->n_heap) {
		u32 node = pop(a);

		g->nodes[node].pending = 0;
		if (!run(a, node))
			return false;
		if (g->nodes[node].begins || repeats(a, g->nodes[node].slot, g->nodes[node].state))
			continue; /* more may arrive, and rank.c may need it */
		rk_frozen_free(&a->pool, g->nodes[node].state);
		g->nodes[node].state = NULL;
	}
	return true;
}

/* The same branches are possible again, so edges come in the order in which they were made. */
bool rk_fix_replay(struct rk_an *a, u32 node)
{
	bool ok;

	a->ranking = true;
	a->graph->replayed = a->graph->nodes[node].first;
	ok = run(a, node);
	a->ranking = false;
	return ok;
}
