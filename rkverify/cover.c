// SPDX-License-Identifier: MIT
/*
 * Stored states beside one another: covering is subsumption, joining and widening go outwards
 * location by location. A pointer is never joined with a number: type_hash keeps apart states whose
 * registers or stored pointers differ in kind.
 */
#include <string.h>
#include "pack.h"

/* Ids of one state in terms of another's: each left id must stand for one right id. */
struct pairs {
	u32 n;
	struct {
		u32 left, right, made;
		s64 moved; /* packets: left's number is right's plus this */
	} p[32];
};

/* False where `left` is paired with another id already, or there is no room to tell. */
static bool pair(struct pairs *t, u32 left, u32 right, s64 moved)
{
	for (u32 i = 0; i < t->n; i++)
		if (t->p[i].left == left)
			return t->p[i].right == right && t->p[i].moved == moved;
	if (t->n == RK_ARRAY_SIZE(t->p))
		return false;
	t->p[t->n].left = left;
	t->p[t->n].moved = moved;
	t->p[t->n++].right = right;
	return true;
}

/* sub is X + c, all Y + d: the number that Y names may be X + c - d, if that holds wherever it is.
 */
static bool covers_packet(
	const struct rk_packed *all, const struct rk_packed *sub, struct pairs *ids)
{
	s64 moved = (s64)(s32)sub->ref - (s32)all->ref;

	if (all->obj && (!sub->obj || (s64)all->obj + moved > (s64)sub->obj))
		return false;
	if (all->flags & ~sub->flags & RK_BEYOND)
		return false;
	return all->id ? pair(ids, all->id, sub->id, moved) : !sub->id && !moved;
}

/* What nothing must give back says which pointers belong together. */
static bool is_name(const struct rk_frozen *f, const struct rk_packed *l)
{
	return (l->kind == RK_T_VALUE || l->kind == RK_T_LENT || l->kind == RK_T_OBJECT) &&
	       l->ref && rk_held_index(f, l->ref) == RK_MAX_HELD;
}

/* Both end with what is held at the same place, or with a name that is not held, or with nothing.
 */
static bool same_reference(const struct rk_frozen *a, const struct rk_packed *x,
	const struct rk_frozen *b, const struct rk_packed *y)
{
	return !x->ref == !y->ref && rk_held_index(a, x->ref) == rk_held_index(b, y->ref);
}

static bool covers(const struct rk_frozen *fa, const struct rk_frozen *fs,
	const struct rk_packed *all, const struct rk_packed *sub, struct pairs *ids)
{
	if (all->size != sub->size || all->kind != sub->kind)
		return false;
	if (all->kind == RK_T_SCALAR)
		return rk_loc_subset(fs, sub, fa, all) &&
		       (!all->id || (sub->id && all->obj == sub->obj && all->ref == sub->ref &&
					    pair(ids, all->id, sub->id, 0)));
	if (rk_kind_is_packet(all->kind))
		return covers_packet(all, sub, ids) && rk_loc_subset(fs, sub, fa, all);
	if (all->obj != sub->obj || (all->flags & RK_TYPE_FLAGS) != (sub->flags & RK_TYPE_FLAGS))
		return false;
	if (all->kind == RK_T_BROKEN)
		return true;
	if (!same_reference(fa, all, fs, sub) ||
		(is_name(fa, all) && !pair(ids, all->ref, sub->ref, 0)))
		return false;
	if ((all->id || sub->id) && !(all->id && sub->id && pair(ids, all->id, sub->id, 0)))
		return false;
	return rk_loc_subset(fs, sub, fa, all);
}

/* Bytes without a stored value hold any number: only a scalar without facts may stand for them. */
static bool says_nothing(const struct rk_frozen *f, const struct rk_packed *r)
{
	struct rk_val any, v;

	if (r->kind != RK_T_SCALAR || r->id)
		return false;
	if (r->form != RK_FORM_WIDE)
		return r->form == RK_FORM_BYTES && r->val >= r->size;
	any = rk_val_bytes(r->size, false);
	v = rk_loc_val(f, r);
	return rk_val_subset(&any, &v);
}

/* As many references, those that have a name of their own at the same places, and as many of them
 * the callers' of each callback. */
static bool same_held(const struct rk_frozen *a, const struct rk_frozen *b)
{
	if (a->n_held != b->n_held)
		return false;
	for (u32 d = 1; d <= a->depth; d++)
		if (rk_frozen_frames(a)[d].callback != rk_frozen_frames(b)[d].callback)
			return false;
	for (u32 i = 0; i < a->n_held; i++) {
		const struct rk_held *x = &rk_frozen_held(a)[i], *y = &rk_frozen_held(b)[i];

		if ((rk_held_is_named(x) || rk_held_is_named(y)) && x->id != y->id)
			return false;
	}
	return true;
}

static bool covers_init(const struct rk_frozen *all, const struct rk_frozen *sub)
{
	const u64 *x = rk_frozen_words(all), *y = rk_frozen_words(sub);

	for (u32 d = 0; d <= all->depth; d++) {
		u32 in_all = rk_frozen_frames(all)[d].words,
		    in_sub = rk_frozen_frames(sub)[d].words;

		for (u32 w = 0; (in_all | in_sub) >> w; w++) {
			u64 sure = in_sub >> w & 1 ? *y++ : 0;

			if (in_all >> w & 1 && *x++ & ~sure)
				return false;
		}
	}
	return true;
}

/*
 * Sound: each claim of `all` is checked against `sub`, equalities included. Where `all` claims
 * nothing about a register, what follows was explored without reading it.
 */
bool rk_frozen_covers(const struct rk_frozen *all, const struct rk_frozen *sub)
{
	struct pairs ids = {.n = 0};
	u32 i = 0, k = 0;

	if (!same_held(all, sub))
		return false;
	while (i < all->n || k < sub->n) {
		const struct rk_packed *a = i < all->n ? &rk_frozen_locs(all)[i] : NULL;
		const struct rk_packed *b = k < sub->n ? &rk_frozen_locs(sub)[k] : NULL;

		if (a && b && a->key == b->key) {
			if (!covers(all, sub, a, b, &ids) &&
				!(a->key >= RK_KEY_STACK && b->kind == RK_T_SCALAR &&
					says_nothing(all, a)))
				return false;
			i++;
			k++;
		} else if (a && (!b || a->key < b->key)) {
			if (a->key < RK_KEY_STACK || !says_nothing(all, a))
				return false;
			i++;
		} else {
			if (b->key >= RK_KEY_STACK && b->kind != RK_T_SCALAR)
				return false;
			k++;
		}
	}
	return covers_init(all, sub);
}

/* Intervals of which neither holds the other. */
static bool side_by_side(const struct rk_val *x, const struct rk_val *y)
{
	return (x->umin < y->umin && x->umax < y->umax) || (x->umin > y->umin && x->umax > y->umax);
}

/* Numbers at the same place of which neither holds the other. */
static bool beside(const struct rk_frozen *a, const struct rk_packed *x, const struct rk_frozen *b,
	const struct rk_packed *y)
{
	if (x->form != y->form || x->form == RK_FORM_BYTES || x->kind == RK_T_BROKEN)
		return false;
	if (x->form == RK_FORM_CONST)
		return x->val != y->val;
	return side_by_side(&rk_frozen_vals(a)[x->val], &rk_frozen_vals(b)[y->val]);
}

/* What most often keeps two apart is seen without a comparison of all else, twice. */
bool rk_frozen_apart(struct rk_pool *pool, const struct rk_frozen *a, const struct rk_frozen *b)
{
	const struct rk_packed *first = rk_frozen_locs(a), *x = first, *y = rk_frozen_locs(b);
	const struct rk_packed *end = x + (a->n < b->n ? a->n : b->n);
	bool apart = false;

	for (; x < end && !apart && x->key == y->key; x++, y++)
		apart = beside(a, x, b, y);
	pool->work += 1 + (u64)(x - first) / 4;
	return apart;
}

static bool stored_number(const struct rk_packed *l)
{
	return l->kind == RK_T_SCALAR && l->key >= RK_KEY_STACK;
}

bool rk_frozen_joinable(const struct rk_frozen *a, const struct rk_frozen *b)
{
	const struct rk_packed *x = rk_frozen_locs(a), *y = rk_frozen_locs(b);
	const struct rk_packed *x_end = x + a->n, *y_end = y + b->n;

	if (a->type_hash != b->type_hash || !same_held(a, b))
		return false;
	for (;; x++, y++) {
		while (x < x_end && stored_number(x))
			x++;
		while (y < y_end && stored_number(y))
			y++;
		if (x == x_end || y == y_end)
			return x == x_end && y == y_end;
		if (x->key != y->key || x->kind != y->kind || x->size != y->size)
			return false;
		if (x->kind != RK_T_SCALAR && !rk_kind_is_packet(x->kind) &&
			(x->obj != y->obj ||
				(x->flags & RK_TYPE_FLAGS) != (y->flags & RK_TYPE_FLAGS) ||
				!same_reference(a, x, b, y)))
			return false;
	}
}

/* The id that stands for a's in one state and b's, moved, in the other; 0: no room. */
static u32 join_names(struct pairs *ids, u32 a, u32 b, s64 moved, u32 *next_id)
{
	for (u32 i = 0; i < ids->n; i++)
		if (ids->p[i].left == a && ids->p[i].right == b && ids->p[i].moved == moved)
			return ids->p[i].made;
	if (ids->n == RK_ARRAY_SIZE(ids->p))
		return 0;
	ids->p[ids->n].left = a;
	ids->p[ids->n].right = b;
	ids->p[ids->n].moved = moved;
	return ids->p[ids->n++].made = (*next_id)++;
}

/* Two equalities that hold in both states hold in the join, under a fresh id. */
static u32 join_id(struct pairs *ids, u32 a, u32 b, u32 *next_id)
{
	return a && b ? join_names(ids, a, b, 0, next_id) : 0;
}

/*
 * X + c and Y + d are Z + c, with Z for X here and for Y + d - c there. What is proved of both is
 * the smaller; a range that shrinks on widening is given up, so that loops settle.
 */
static void join_packet(struct rk_reg *r, const struct rk_reg *a, const struct rk_reg *b,
	struct pairs *ids, u32 *next_id, bool widen)
{
	s64 moved = (s64)(s32)b->ref - (s32)a->ref, room = (s64)b->obj - moved;

	if (!(b->flags & RK_BEYOND))
		r->flags &= (u8)~RK_BEYOND;
	r->id = a->id || b->id || moved ? join_names(ids, a->id, b->id, moved, next_id) : 0;
	if (!r->id && (a->id || b->id || moved))
		r->id = (*next_id)++;
	if (!a->obj || !b->obj || room < 1 || (widen && room < (s64)a->obj))
		r->obj = 0;
	else if (room < (s64)a->obj)
		r->obj = (u32)room;
}

/* Nullable pointers always keep an id: one of their own where the table is full. */
static struct rk_reg join_reg(const struct rk_reg *a, const struct rk_reg *b, struct pairs *ids,
	u32 *next_id, bool widen, const s64 *rungs, u32 n_rungs)
{
	struct rk_reg r = *a;
	bool number = a->kind == RK_T_SCALAR;

	r.sym = 0;
	if (rk_kind_is_packet(a->kind))
		join_packet(&r, a, b, ids, next_id, widen);
	else
		r.id = number && (a->obj != b->obj || a->ref != b->ref)
			       ? 0
			       : join_id(ids, a->id, b->id, next_id);
	if (number && !r.id)
		r.obj = r.ref = 0;
	if (r.flags & RK_NULLABLE && !r.id)
		r.id = (*next_id)++;
	if (a->kind == RK_T_BROKEN)
		return r;
	r.v = rk_val_join(&a->v, &b->v);
	if (widen)
		r.v = rk_val_widen(&a->v, &r.v, rungs, n_rungs);
	return r;
}

static void join_frames(struct rk_frozen *f, const struct rk_frozen *a, const struct rk_frozen *b)
{
	u64 *words = rk_frozen_words(f);

	memcpy(rk_frozen_frames(f), rk_frozen_frames(a),
		(a->depth + 1u) * sizeof(struct rk_frame_frozen));
	for (u32 d = 0; d <= a->depth; d++)
		for (u32 w = 0; w < RK_INIT_WORDS; w++)
			if (rk_frozen_frames(a)[d].words >> w & 1)
				*words++ = rk_frozen_init(a, d, w) & rk_frozen_init(b, d, w);
}

/* A block with room for as many wide values as there are in fact. */
static struct rk_frozen *trim(struct rk_pool *pool, struct rk_frozen *f, u32 vals)
{
	struct rk_frozen shape = *f, *t;
	u16 n = f->n;

	shape.n_vals = (u16)vals;
	t = rk_pack_begin(pool, &shape);
	t->n = n;
	memcpy(rk_frozen_words(t), rk_frozen_words(f), f->n_words * sizeof(u64));
	memcpy(rk_frozen_vals(t), rk_frozen_vals(f), vals * sizeof(struct rk_val));
	memcpy(rk_frozen_held(t), rk_frozen_held(f), f->n_held * sizeof(struct rk_held));
	memcpy(rk_frozen_frames(t), rk_frozen_frames(f),
		(f->depth + 1u) * sizeof(struct rk_frame_frozen));
	memcpy(rk_frozen_locs(t), rk_frozen_locs(f), n * sizeof(struct rk_packed));
	rk_frozen_free(pool, f);
	return t;
}

struct rk_frozen *rk_frozen_join(struct rk_pool *pool, const struct rk_frozen *a,
	const struct rk_frozen *b, u32 *next_id, bool widen, const s64 *rungs, u32 n_rungs)
{
	struct rk_frozen shape = *a, *f;
	struct pairs ids = {.n = 0};
	u32 k = 0, vals = 0;

	pool->work += (u64)a->n * RK_WORK_JOINED;
	shape.n_vals = a->n;
	shape.exact = false;
	f = rk_pack_begin(pool, &shape);
	for (u32 i = 0; i < a->n; i++) {
		const struct rk_packed *x = &rk_frozen_locs(a)[i], *y;
		struct rk_reg p, q, r;

		while (k < b->n && rk_frozen_locs(b)[k].key < x->key)
			k++;
		y = &rk_frozen_locs(b)[k];
		if (k == b->n || y->key != x->key || y->size != x->size || y->kind != x->kind)
			continue;
		rk_loc_unpack(a, x, &p);
		rk_loc_unpack(b, y, &q);
		r = join_reg(&p, &q, &ids, next_id, widen, rungs, n_rungs);
		if (is_name(a, x) && !(r.ref = join_id(&ids, p.ref, q.ref, next_id)))
			r.ref = (*next_id)++; /* a name of its own: without one it would be any */
		rk_pack_add(f, &r, x->key, x->size, &vals);
	}
	join_frames(f, a, b);
	if (a->n_held)
		memcpy(rk_frozen_held(f), rk_frozen_held(a), a->n_held * sizeof(struct rk_held));
	rk_pack_end(f);
	return trim(pool, f, vals);
}
