// SPDX-License-Identifier: MIT
/*
 * Lists and trees of objects that the program allocated, by the rules of rkverify/graph.c: what
 * they hold is made when it is taken out or looked at, and is there until the lock is released. A
 * tree is empty where something is put in, so that nothing asks for its order.
 */
#include <string.h>
#include "world.h"

static bool head_at(const struct world *w, u64 v, struct rk_holds *g)
{
	u32 i = world_region_of(w, v);
	const struct world_region *r = &w->about[i == WORLD_NONE ? 0 : i];
	struct rk_map_def own = {.has_fields = true, .value_btf = r->type};

	if (i == WORLD_NONE || !w->p->obj || (!r->def && !r->type))
		return false;
	return rk_map_graph(
		&w->p->obj->btf, r->def ? r->def : &own, (s64)(v - w->regions[i].base), g);
}

static bool is_locked(const struct world *w, u64 v)
{
	for (u32 i = 0; i < w->n_held; i++)
		if (w->held[i].kind == HOLD_LOCK &&
			world_region_of(w, w->held[i].at) == world_region_of(w, v))
			return true;
	return false;
}

static bool check_head(struct world *w, u64 v, u8 kind)
{
	struct rk_holds g;

	if (!head_at(w, v, &g) || g.kind != kind)
		return world_fault(w, "gives a helper a place where no list or tree begins");
	return is_locked(w, v) || world_fault(w, "works on a list or tree without its lock");
}

/* The object of which v is the member that the head's tag names. */
static u32 node_of(const struct world *w, u64 head, u64 v)
{
	u32 i = world_region_of(w, v);
	struct rk_holds g;

	if (i == WORLD_NONE || !head_at(w, head, &g) || w->about[i].type != g.type ||
		(s64)(v - w->regions[i].base) != g.node)
		return WORLD_NONE;
	return i;
}

static bool is_held(const struct world *w, u32 region)
{
	return world_held(w, HOLD_OBJECT, w->regions[region].base) != WORLD_NONE;
}

static bool check_given(struct world *w, u64 head, u64 v)
{
	u32 i = node_of(w, head, v);

	return (i != WORLD_NONE && is_held(w, i)) ||
	       world_fault(w, "puts something into a list or tree that it does not hold");
}

static bool check_lent(struct world *w, u64 head, u64 v)
{
	u32 i = node_of(w, head, v);

	return (i != WORLD_NONE && w->about[i].listed) ||
	       world_fault(w, "names something that is in no list or tree");
}

static bool check_shared(struct world *w, u64 v)
{
	u32 i = world_region_of(w, v);
	struct rk_map_def own = {.has_fields = true};

	if (i == WORLD_NONE || !w->about[i].type || v != w->regions[i].base)
		return world_fault(w, "shares something that it did not allocate");
	own.value_btf = w->about[i].type;
	own.value_size = (u32)w->regions[i].size;
	return rk_map_has_field(&w->p->obj->btf, &own, RK_FIELD_REFCOUNT, 0, own.value_size) ||
	       world_fault(w, "shares something that counts no references");
}

bool world_graph_arg(struct world *w, u8 kind, u32 k, const u64 a[5], bool *is)
{
	*is = true;
	switch (kind) {
	case RK_ARG_LIST: return check_head(w, a[k], RK_FIELD_LIST);
	case RK_ARG_TREE: return check_head(w, a[k], RK_FIELD_TREE);
	case RK_ARG_NODE_GIVEN: return check_given(w, a[k - 1], a[k]);
	case RK_ARG_NODE_LENT: return check_lent(w, a[k - 1], a[k]);
	case RK_ARG_SHARED: return check_shared(w, a[k]);
	default: *is = false; return true;
	}
}

/* What was put in is lent from now on. */
void world_graph_given(struct world *w, u8 kind, u64 v)
{
	u32 i = kind == RK_ARG_NODE_GIVEN ? world_region_of(w, v) : WORLD_NONE;

	if (i == WORLD_NONE)
		return;
	world_give_back(w, HOLD_OBJECT, w->regions[i].base, "gives what it does not hold");
	w->about[i].listed = true;
}

/* One that is taken out, or looked at. */
static u64 node(struct world *w, u64 head, bool held)
{
	struct rk_holds g;
	u64 at = head_at(w, head, &g) ? world_alloc(w, g.type) : 0;

	if (!at)
		return 0;
	if (!held) {
		w->n_held--;
		w->about[world_region_of(w, at)].listed = true;
	}
	return at + (u64)g.node;
}

u64 world_graph_result(struct world *w, u8 ret, const u64 a[5], u64 v)
{
	u32 i = world_region_of(w, a[0]);

	if (ret != RK_RET_SHARED_OR_NULL)
		return v & 1 ? node(w, a[0], ret == RK_RET_NODE_OR_NULL) : 0;
	if (i == WORLD_NONE || (!is_held(w, i) && !(v & 1)) || !world_hold(w, HOLD_OBJECT, a[0]))
		return 0;
	return a[0];
}

void world_graph_unlocked(struct world *w)
{
	for (u32 i = w->n_regions; i-- > w->n_fixed;) {
		bool ends = w->about[i].listed && !is_held(w, i);

		w->about[i].listed = false;
		if (ends)
			world_release(w, i);
	}
}
