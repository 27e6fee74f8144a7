// SPDX-License-Identifier: MIT
/*
 * Termination and the worst case. The graph of states bounds every execution; where it has cycles,
 * each strongly connected part needs a rank: a point H and a location k whose value, from one
 * visit of H to the next, moves by at least d in one direction without wrapping. As it stays within
 * [lo, hi] whenever a cycle closes, cycles close at most (hi - lo) / d + 1 times. Without the
 * edges that close them the part falls into smaller parts, which are ranked in turn.
 */
#include <string.h>
#include "fix.h"
#include "trip_bound.h"
#include "walk_cost.h"

#define TRIPS_MAX ((u64)1 << 40) /* more is no bound that anybody can use */
#define WORK_MAX ((u64)1 << 29)  /* then no other point is tried: a loop may have hundreds */

struct move {    /* value here = value of sym at H plus [lo, hi] */
	u16 sym; /* 0: nothing known */
	u8 lax;
	bool set; /* false: not reached yet */
	s64 lo, hi;
};

struct closing { /* an edge that closes a cycle through H, on a way that begins there */
	const struct rk_edge *edge;
	const struct move *from; /* moves where it begins */
};

struct rank {
	struct rk_an *a;
	struct rk_graph *g;
	struct rk_loop *loops;
	u32 *in_set; /* per node: which set it belongs to, innermost */
	u32 n_sets;
	bool *removed;              /* per edge */
	struct rk_walk_cost *best;  /* per node: longest walk from here within the set */
	struct rk_walk_cost *round; /* per node: longest way from here to the end of a cut edge */
	u32 map;                    /* of which `each` is; RK_NONE: of none yet */
	bool no_formula;            /* it is of several, or not linear */
	u32 *index, *low, *comp;    /* Tarjan, per node */
	u16 *keys;                  /* per column of the table of moves: location, ascending */
	u32 n_keys, cap_keys;
	u64 *work, begun; /* the analysis' count, and what it was before the set at hand */
	struct closing *closing;
};

/* ---- strongly connected components of a set of nodes, callees of the order first ---- */

struct frame {
	u32 node, edge;
};

static bool inside(const struct rank *r, u32 edge, u32 set)
{
	return !r->removed[edge] && r->in_set[r->g->edges[edge].to] == set;
}

static void open_node(struct rank *r, u32 v, u32 *clock, u32 *stack, u32 *top)
{
	r->index[v] = r->low[v] = (*clock)++;
	stack[(*top)++] = v;
}

/* comp[v] numbers components in reverse topological order; returns how many. */
static u32 components(struct rank *r, const u32 *set, u32 n, u32 id)
{
	struct frame *calls = rk_alloc_array(r->a->arena, n, sizeof(*calls));
	u32 *stack = rk_alloc_array(r->a->arena, n, sizeof(u32));
	u32 clock = 0, top = 0, n_comps = 0;

	for (u32 i = 0; i < n; i++)
		r->index[set[i]] = r->comp[set[i]] = RK_NONE;
	for (u32 i = 0; i < n; i++) {
		u32 depth = 0;

		if (r->index[set[i]] != RK_NONE)
			continue;
		open_node(r, set[i], &clock, stack, &top);
		calls[depth++] = (struct frame){set[i], r->g->nodes[set[i]].first};
		while (depth) {
			struct frame *f = &calls[depth - 1];
			u32 v = f->node, e = f->edge, to;

			if (e == RK_NONE) {
				if (r->low[v] == r->index[v]) {
					do
						r->comp[stack[--top]] = n_comps;
					while (stack[top] != v);
					n_comps++;
				}
				if (--depth && r->low[calls[depth - 1].node] > r->low[v])
					r->low[calls[depth - 1].node] = r->low[v];
				continue;
			}
			f->edge = r->g->edges[e].next;
			if (!inside(r, e, id))
				continue;
			to = r->g->edges[e].to;
			if (r->index[to] == RK_NONE) {
				open_node(r, to, &clock, stack, &top);
				calls[depth++] = (struct frame){to, r->g->nodes[to].first};
			} else if (r->comp[to] == RK_NONE && r->low[v] > r->index[to]) {
				r->low[v] = r->index[to];
			}
		}
	}
	return n_comps;
}

/* ---- moves around one set ---- */

/* Where a location's column is, or would be. */
static u32 column_of(const struct rank *r, u32 key)
{
	u32 lo = 0, hi = r->n_keys;

	while (lo < hi) {
		u32 mid = (lo + hi) / 2;

		if (r->keys[mid] < key)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static void add_key(struct rank *r, u16 key)
{
	u32 at = column_of(r, key);

	if (at < r->n_keys && r->keys[at] == key)
		return;
	if (r->n_keys == r->cap_keys) {
		u16 *more;

		r->cap_keys = r->cap_keys ? r->cap_keys * 2 : 16;
		more = rk_alloc_array(r->a->arena, r->cap_keys, sizeof(*more));
		if (r->n_keys)
			memcpy(more, r->keys, r->n_keys * sizeof(*more));
		r->keys = more;
	}
	memmove(&r->keys[at + 1], &r->keys[at], (r->n_keys++ - at) * sizeof(*r->keys));
	r->keys[at] = key;
}

static void collect_keys(struct rank *r, const u32 *set, u32 n)
{
	r->n_keys = 0;
	r->begun = *r->work;
	for (u32 i = 0; i < n; i++) {
		const struct rk_frozen *f = r->g->nodes[set[i]].state;

		*r->work += (u64)f->n * RK_WORK_STORED;
		for (u32 k = 0; k < f->n; k++)
			add_key(r, rk_frozen_locs(f)[k].key);
	}
}

/* The move of one location along an edge, given the moves where the edge begins. */
static struct move along(const struct rank *r, const struct move *from, const struct rk_moved *v)
{
	u32 at = column_of(r, v->sym - 1u);
	const struct move *m = at < r->n_keys && r->keys[at] == v->sym - 1 ? &from[at] : NULL;
	struct move out = {.set = true};

	if (!m || !m->set || !m->sym)
		return out;
	out.sym = m->sym;
	out.lax = (u8)(m->lax | v->lax);
	out.lo = m->lo + v->dlo;
	out.hi = m->hi + v->dhi;
	return out;
}

static bool join_move(struct move *to, struct move m, bool give_up)
{
	struct move was = *to;

	if (!to->set) {
		*to = m;
		return true;
	}
	if (to->sym != m.sym)
		to->sym = 0;
	to->lax |= m.lax;
	to->lo = m.lo < to->lo ? m.lo : to->lo;
	to->hi = m.hi > to->hi ? m.hi : to->hi;
	if (!to->sym || !was.sym) {
		to->sym = 0;
		return was.sym != 0;
	}
	if (to->lo == was.lo && to->hi == was.hi && to->lax == was.lax)
		return false;
	if (give_up)
		to->sym = 0;
	return true;
}

/* Locations that the arriving state does not list have no move. Both lists are in order of keys. */
static bool join_edge(struct rank *r, struct move *table, u32 row_from, u32 row_to,
	const struct rk_edge *e, bool give_up)
{
	struct move *to = table + (size_t)row_to * r->n_keys,
		    *from = table + (size_t)row_from * r->n_keys;
	bool changed = false;
	u32 i = 0;

	*r->work += (u64)r->n_keys * RK_WORK_LISTED;
	for (u32 k = 0; k < r->n_keys; k++) {
		struct move m = {.set = true};

		while (i < e->n_end && e->end[i].key < r->keys[k])
			i++;
		if (i < e->n_end && e->end[i].key == r->keys[k])
			m = along(r, from, &e->end[i]);
		changed |= join_move(&to[k], m, give_up);
	}
	return changed;
}

/*
 * Moves relative to the last visit of the point H (all its nodes in the set). Iterated until
 * nothing changes; what still grows after a few rounds is dropped, so it ends. False: no room.
 */
static bool find_moves(struct rank *r, const u32 *set, u32 n, u32 id, u32 point, const u32 *row,
	struct move *table)
{
	bool changed = true;

	for (u32 i = 0; i < n; i++)
		for (u32 k = 0; k < r->n_keys && r->g->nodes[set[i]].point == point; k++)
			table[(size_t)i * r->n_keys + k] =
				(struct move){.sym = (u16)(r->keys[k] + 1), .set = true};
	for (u32 round = 0; changed; round++) {
		changed = false;
		for (u32 i = 0; i < n; i++) {
			bool reached = r->n_keys && table[(size_t)i * r->n_keys].set;

			if (!rk_has_room(r->a, 0))
				return false;
			for (u32 e = r->g->nodes[set[i]].first; e != RK_NONE && reached;
				e = r->g->edges[e].next) {
				u32 to = r->g->edges[e].to;

				if (!inside(r, e, id) || r->g->nodes[to].point == point)
					continue;
				changed |=
					join_edge(r, table, i, row[to], &r->g->edges[e], round > 6);
			}
		}
	}
	return true;
}

static u32 find_closing(
	struct rank *r, const u32 *set, u32 n, u32 id, u32 point, const struct move *table)
{
	u32 count = 0;

	for (u32 i = 0; i < n; i++)
		for (u32 e = r->g->nodes[set[i]].first; e != RK_NONE; e = r->g->edges[e].next) {
			const struct move *from = table + (size_t)i * r->n_keys;

			if (inside(r, e, id) && r->g->nodes[r->g->edges[e].to].point == point &&
				from->set)
				r->closing[count++] = (struct closing){&r->g->edges[e], from};
		}
	return count;
}

/* How often cycles through H can close, by location k; U64_MAX: no bound. */
static u64 trips_by(const struct rank *r, u32 n, u32 k)
{
	struct rk_bound b;

	rk_bound_begin(&b);
	for (u32 i = 0; i < n; i++) {
		const struct rk_edge *x = r->closing[i].edge;
		struct move m = {0};
		u32 at = 0;

		while (at < x->n_end && x->end[at].key != r->keys[k])
			at++;
		*r->work += 1 + at / 8;
		if (at < x->n_end)
			m = along(r, r->closing[i].from, &x->end[at]);
		if (!m.sym || m.sym != r->keys[k] + 1)
			return U64_MAX;
		rk_bound_edge(&b, m.lo, m.hi, m.lax, &x->end[at]);
	}
	return rk_bound_trips(&b);
}

/* Many points may be tried: what one needs is given back. */
static u64 trips_at(struct rank *r, const u32 *set, u32 n, u32 id, u32 point, const u32 *row)
{
	struct rk_arena *a = r->a->arena, tmp;
	size_t moves = (size_t)n * r->n_keys + 1;
	struct move *table;
	u64 best = U64_MAX;
	u32 count;

	*r->work += moves / 2;
	if (*r->work - r->begun > WORK_MAX || !rk_has_room(r->a, moves * sizeof(*table)))
		return best;
	rk_arena_init_tight(&tmp);
	table = rk_alloc_array(&tmp, moves, sizeof(*table));
	count = find_moves(r, set, n, id, point, row, table)
			? find_closing(r, set, n, id, point, table)
			: 0;
	for (u32 k = 0; k < r->n_keys && rk_has_room(r->a, 0); k++) {
		u64 t = trips_by(r, count, k);

		best = t < best ? t : best;
	}
	if (a->used + tmp.peak > a->peak)
		a->peak = a->used + tmp.peak;
	rk_arena_fini(&tmp);
	return r->a->error ? U64_MAX : best;
}

/* ---- the worst case ---- */

static bool longest(struct rank *r, const u32 *set, u32 n, u32 id, struct rk_walk_cost *out,
	struct rk_walk_cost *round);

static void note_trips(struct rank *r, u32 point, u64 trips)
{
	const struct rk_cfg *c = &r->a->cfg;
	u32 loop = rk_cfg_loop_at(c, rk_cfg_block_of(c, r->g->points[point].slot));

	if (loop != RK_NONE)
		r->loops[loop].trips = rk_sat_add(r->loops[loop].trips, trips);
}

static bool no_rank(struct rank *r, const u32 *set)
{
	struct rk_an *a = r->a;
	const struct rk_cfg *c = &a->cfg;
	u32 loop = c->blocks[rk_cfg_block_of(c, r->g->nodes[set[0]].slot)].loop;

	a->pc = loop == RK_NONE ? r->g->nodes[set[0]].slot : rk_cfg_last(c, c->loops[loop].latch);
	rk_fail(a, RK_DIAG_LOOP, "this loop is not proved to end");
	if (loop != RK_NONE)
		rk_because(a, c->blocks[c->loops[loop].head].start, "the loop begins here");
	rk_because(a, a->pc,
		"needed: a variable that moves by a constant, the same way on every path around "
		"the "
		"loop, and is compared with a bound before it can wrap");
	return false;
}

/* The point to cut: the first in program order, loop heads before others, that has a bound. */
static u32 choose(struct rank *r, const u32 *set, u32 n, u32 id, u64 *trips)
{
	u32 *row = r->low; /* free between components() calls */
	u32 best = RK_NONE;

	collect_keys(r, set, n);
	for (u32 i = 0; i < n; i++)
		row[set[i]] = i;
	*trips = U64_MAX;
	for (u32 pass = 0; pass < 2 && best == RK_NONE; pass++) {
		u32 last = RK_NONE;

		for (u32 i = 0; i < n && best == RK_NONE; i++) {
			u32 point = r->g->nodes[set[i]].point;
			u64 t;

			if (point == RK_NONE || point == last || r->g->points[point].head != !pass)
				continue;
			last = point;
			t = trips_at(r, set, n, id, point, row);
			if (t < TRIPS_MAX) {
				*trips = t;
				best = point;
			}
		}
	}
	return best;
}

static void remove_cut(struct rank *r, const u32 *set, u32 n, u32 id, u32 point)
{
	for (u32 i = 0; i < n; i++)
		for (u32 e = r->g->nodes[set[i]].first; e != RK_NONE; e = r->g->edges[e].next)
			if (inside(r, e, id) && r->g->nodes[r->g->edges[e].to].point == point)
				r->removed[e] = true;
}

/* Bound on the cost of one stay in a strongly connected set: rounds, then the last way out. */
static bool stay(struct rank *r, const u32 *set, u32 n, u32 id, struct rk_walk_cost *cost)
{
	struct rk_walk_cost round, path;
	u64 trips;
	u32 point = choose(r, set, n, id, &trips);

	if (point == RK_NONE)
		return !r->a->error && no_rank(r, set);
	note_trips(r, point, trips);
	remove_cut(r, set, n, id, point);
	if (!longest(r, set, n, id, &path, &round))
		return false;
	*cost = rk_cost_plus(rk_cost_times(trips, round), path);
	return true;
}

static bool cyclic(const struct rank *r, const u32 *part, u32 n, u32 id)
{
	if (n > 1)
		return true;
	for (u32 e = r->g->nodes[part[0]].first; e != RK_NONE; e = r->g->edges[e].next)
		if (inside(r, e, id) && r->g->edges[e].to == part[0])
			return true;
	return false;
}

/* A callback's walks were bounded before the call that makes them: it is behind the call. */
static struct rk_walk_cost body_cost(struct rank *r, u32 edge)
{
	const struct rk_edge *e = &r->g->edges[edge];
	struct rk_walk_cost body, all;

	if (!e->trips)
		return (struct rk_walk_cost){0, 0, 0};
	body = rk_cost_plus_insns(r->best[e->body], 2);
	all = rk_cost_times(e->trips, body);
	if (e->map == RK_NONE)
		return all;
	r->no_formula |= body.each || (r->map != RK_NONE && r->map != e->map);
	r->map = e->map;
	return (struct rk_walk_cost){all.whole, 0, body.whole};
}

/* The edge into a callback: its walks count on the next edge, which is behind all of its trips. */
static bool only_body(const struct rk_graph *g, u32 edge)
{
	u32 next = g->edges[edge].next;

	return next != RK_NONE && g->edges[next].trips && g->edges[next].body == g->edges[edge].to;
}

/*
 * Longest ways out of a part (whose own nodes are in another set already): within set id, and to
 * the end of an edge that was cut in this set.
 */
static void onward(struct rank *r, const u32 *part, u32 n, u32 id, struct rk_walk_cost *best,
	struct rk_walk_cost *round)
{
	*best = *round = (struct rk_walk_cost){0, 0, 0};
	for (u32 i = 0; i < n; i++) {
		const struct rk_node *v = &r->g->nodes[part[i]];

		rk_cost_raise(best, (struct rk_walk_cost){v->tail, v->tail, 0});
		for (u32 e = v->first; e != RK_NONE; e = r->g->edges[e].next) {
			u32 to = r->g->edges[e].to;
			struct rk_walk_cost cost;

			if (r->in_set[to] != id || only_body(r->g, e))
				continue;
			cost = rk_cost_plus_insns(body_cost(r, e), r->g->edges[e].cost);
			rk_cost_raise(
				round, r->removed[e] ? cost : rk_cost_plus(cost, r->round[to]));
			rk_cost_raise(best, r->removed[e] ? cost : rk_cost_plus(cost, r->best[to]));
		}
	}
}

static void make_set(struct rank *r, const u32 *part, u32 n, u32 id)
{
	for (u32 i = 0; i < n; i++)
		r->in_set[part[i]] = id;
}

/* Nodes of a set sorted by component: part c is order[start[c] .. start[c + 1]). */
static void sort_parts(struct rank *r, const u32 *set, u32 n, u32 n_comps, u32 *order, u32 *start)
{
	for (u32 i = 0; i < n; i++)
		start[r->comp[set[i]] + 1]++;
	for (u32 c = 0; c < n_comps; c++)
		start[c + 1] += start[c];
	for (u32 i = 0; i < n; i++)
		order[start[r->comp[set[i]]]++] = set[i];
	for (u32 c = n_comps; c > 0; c--)
		start[c] = start[c - 1];
	start[0] = 0;
}

/* Longest walk in a set: over its components, those that lead nowhere first. */
static bool longest(struct rank *r, const u32 *set, u32 n, u32 id, struct rk_walk_cost *out,
	struct rk_walk_cost *round)
{
	u32 n_comps = components(r, set, n, id);
	u32 *order = rk_alloc_array(r->a->arena, n, sizeof(u32));
	u32 *start = rk_alloc_array(r->a->arena, n_comps + 1, sizeof(u32));

	*r->work += (u64)n * RK_WORK_LISTED;
	if (!rk_has_room(r->a, 0))
		return false;
	sort_parts(r, set, n, n_comps, order, start);
	*out = *round = (struct rk_walk_cost){0, 0, 0};
	for (u32 c = 0; c < n_comps; c++) {
		const u32 *part = order + start[c];
		u32 size = start[c + 1] - start[c], inner = 0;
		struct rk_walk_cost cost = {0, 0, 0}, best, far;
		bool cycle = cyclic(r, part, size, id);

		if (cycle) {
			inner = ++r->n_sets;
			make_set(r, part, size, inner);
		}
		onward(r, part, size, id, &best, &far);
		if (cycle && !stay(r, part, size, inner, &cost))
			return false;
		make_set(r, part, size, id);
		for (u32 i = 0; i < size; i++) {
			r->best[part[i]] = rk_cost_plus(best, cost);
			r->round[part[i]] = rk_cost_plus(far, cost);
		}
		rk_cost_raise(out, r->best[part[0]]);
		rk_cost_raise(round, r->round[part[0]]);
	}
	return true;
}

/* Nodes on cycles run again with their moves tracked: everything ranked below is there then. */
static bool replay_cycles(struct rank *r, const u32 *set, u32 n)
{
	u32 n_comps = components(r, set, n, 0);
	u32 *size = rk_alloc_array(r->a->arena, n_comps + 1, sizeof(u32));

	for (u32 i = 0; i < n; i++)
		size[r->comp[set[i]]]++;
	for (u32 i = 0; i < n; i++)
		if ((size[r->comp[set[i]]] > 1 || cyclic(r, &set[i], 1, 0)) &&
			!rk_fix_replay(r->a, set[i]))
			return false;
	return true;
}

static void note_stepped(struct rank *r)
{
	const struct rk_cfg *c = &r->a->cfg;

	for (u32 l = 0; l < c->n_loops; l++)
		r->loops[l] = (struct rk_loop){.head = c->blocks[c->loops[l].head].start,
			.latch = rk_cfg_last(c, c->loops[l].latch)};
	for (u32 i = 0; i < r->g->n_nodes; i++) {
		u32 point = r->g->nodes[i].point;

		if (point != RK_NONE && r->g->points[point].head)
			note_trips(r, point, 1);
	}
}

bool rk_rank(struct rk_an *a, struct rk_result *out)
{
	struct rk_graph *g = a->graph;
	u32 n = g->n_nodes;
	struct rank r = {
		.a = a, .g = g, .loops = out->loops, .map = RK_NONE, .work = &a->pool.work};
	u32 *set = rk_alloc_array(a->arena, n, sizeof(u32));
	struct rk_walk_cost most, round;

	r.in_set = rk_alloc_array(a->arena, n, sizeof(u32));
	r.removed = rk_alloc_array(a->arena, g->n_edges + 1, sizeof(bool));
	r.closing = rk_alloc_array(a->arena, g->n_edges, sizeof(*r.closing));
	r.best = rk_alloc_array(a->arena, n, sizeof(*r.best));
	r.round = rk_alloc_array(a->arena, n, sizeof(*r.round));
	r.index = rk_alloc_array(a->arena, n, sizeof(u32));
	r.low = rk_alloc_array(a->arena, n, sizeof(u32));
	r.comp = rk_alloc_array(a->arena, n, sizeof(u32));
	for (u32 i = 0; i < n; i++)
		set[i] = i;
	note_stepped(&r);
	if (!replay_cycles(&r, set, n) || !longest(&r, set, n, 0, &most, &round))
		return false;
	most = r.best[0];
	for (u32 i = 0; i < n; i++)
		if (g->nodes[i].begins)
			rk_cost_raise(&most, r.best[i]);
	out->worst_insns = most.whole;
	out->worst_fixed = most.fixed;
	out->worst_each = most.each;
	out->worst_map = r.no_formula ? RK_NONE : r.map;
	return true;
}
