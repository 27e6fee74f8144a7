// SPDX-License-Identifier: MIT
/*
 * Stored states: freezing drops what is dead, covering is subsumption, joining and widening go
 * outwards location by location. A pointer is never joined with a number: type_hash keeps apart
 * states whose registers or stored pointers differ in kind.
 */
#include <string.h>
#include "state.h"

static void *pool_get(struct rk_pool *pool, size_t bytes)
{
	size_t class = (bytes + 63) / 64;
	void *p;

	pool->live += class * 64;
	if (class < RK_ARRAY_SIZE(pool->free) && pool->free[class]) {
		p = pool->free[class];
		memcpy(&pool->free[class], p, sizeof(void *));
		return p;
	}
	return rk_alloc(pool->arena, class * 64);
}

void rk_frozen_free(struct rk_pool *pool, struct rk_frozen *f)
{
	size_t class = (f->bytes + 63) / 64;

	pool->live -= class * 64;
	if (class >= RK_ARRAY_SIZE(pool->free))
		return;
	memcpy(f, &pool->free[class], sizeof(void *));
	pool->free[class] = f;
}

static struct rk_frozen *make(struct rk_pool *pool, u32 n, u32 depth, u32 n_held)
{
	size_t frames = (depth + 1) * sizeof(struct rk_frame_frozen);
	size_t locs = n * sizeof(struct rk_reg), held = n_held * sizeof(struct rk_held);
	size_t bytes = sizeof(struct rk_frozen) + frames + locs + held;
	struct rk_frozen *f = pool_get(pool, bytes);

	*f = (struct rk_frozen){
		.bytes = (u32)bytes, .n = n, .depth = (u8)depth, .n_held = (u8)n_held};
	f->frames = (struct rk_frame_frozen *)(f + 1);
	f->locs = (struct rk_reg *)(f->frames + depth + 1);
	f->held = (struct rk_held *)(f->locs + n);
	return f;
}

static u32 mix(u32 h, u32 x)
{
	return (h ^ x) * 0x9e3779b1u ^ (h >> 15);
}

static u32 held_index(const struct rk_frozen *f, u32 ref)
{
	for (u32 i = 0; i < f->n_held; i++)
		if (f->held[i].id == ref)
			return i;
	return RK_MAX_HELD;
}

/* Scalars on the stack may come and go; everything else decides which states may be joined. */
static void hash_types(struct rk_frozen *f)
{
	u32 h = f->n_held;

	for (u32 i = 0; i < f->n; i++) {
		const struct rk_reg *r = &f->locs[i];

		if (r->kind == RK_T_SCALAR && r->key >= RK_KEY_STACK)
			continue;
		h = mix(h, r->key << 8 | r->kind);
		if (rk_is_ptr(r))
			h = mix(mix(h, r->obj), (u32)(r->flags & RK_TYPE_FLAGS) << 8 |
							(r->ref ? held_index(f, r->ref) + 1 : 0));
	}
	f->type_hash = h;
}

/* An id that only one location has tells nothing, but would keep states apart. */
static void drop_lone_ids(struct rk_frozen *f)
{
	for (u32 i = 0; i < f->n; i++) {
		bool shared = false;

		if (f->locs[i].kind != RK_T_SCALAR || !f->locs[i].id)
			continue;
		for (u32 k = 0; k < f->n && !shared; k++)
			shared = k != i && f->locs[k].id == f->locs[i].id;
		if (!shared)
			f->locs[i].id = 0;
	}
}

static bool spill_kept(const struct rk_reg *r, const struct rk_keep *keep)
{
	u32 at = (u32)r->key - RK_KEY_STACK, frame = at / RK_FRAME_BYTES,
	    byte = at % RK_FRAME_BYTES;
	u32 first = (RK_FRAME_BYTES - 1 - byte) / 8;
	u32 last = (RK_FRAME_BYTES - byte - r->size) / 8;

	return (keep[frame].slots >> first & 1) || (keep[frame].slots >> last & 1);
}

/* Slot k is the 8 bytes from -8(k+1): byte 512 - 8(k+1) of the frame. */
static void keep_init(struct rk_frame_frozen *to, const struct rk_frame *from, u64 slots)
{
	for (u32 w = 0; w < RK_INIT_WORDS; w++) {
		u64 mask = 0;

		for (u32 b = 0; b < 8; b++)
			if (slots >> (63 - (w * 8 + b)) & 1)
				mask |= (u64)0xff << (b * 8);
		to->init[w] = from->init[w] & mask;
	}
}

static void add_reg(struct rk_frozen *f, const struct rk_reg *r, u32 frame, u32 n)
{
	if (r->kind == RK_T_NONE)
		return;
	f->locs[f->n] = *r;
	f->locs[f->n].key = (u16)(frame * 16 + n);
	f->locs[f->n++].size = 8;
}

struct rk_frozen *rk_freeze(
	struct rk_pool *pool, const struct rk_state *s, const struct rk_keep *keep)
{
	u32 room = 10 + 4 * s->depth;
	struct rk_frozen *f;

	for (u32 i = 0; i < s->n_spills; i++)
		room += spill_kept(&s->spills[i], keep);
	f = make(pool, room, s->depth, s->n_held);
	f->n = 0;
	f->exact = s->exact;
	for (u32 d = 0; d < s->depth; d++)
		for (u32 n = 6; n < 10; n++)
			if (keep[d].regs >> n & 1)
				add_reg(f, &s->frame[d].saved[n - 6], d, n);
	for (u32 n = 0; n < 10; n++)
		if (keep[s->depth].regs >> n & 1)
			add_reg(f, &s->r[n], s->depth, n);
	for (u32 i = 0; i < s->n_spills; i++)
		if (spill_kept(&s->spills[i], keep))
			f->locs[f->n++] = s->spills[i];
	for (u32 d = 0; d <= s->depth; d++) {
		f->frames[d].call = s->frame[d].call;
		f->frames[d].func = s->frame[d].func;
		f->frames[d].callback = s->frame[d].callback;
		keep_init(&f->frames[d], &s->frame[d], keep[d].slots);
	}
	if (s->n_held)
		memcpy(f->held, s->held, s->n_held * sizeof(f->held[0]));
	drop_lone_ids(f);
	hash_types(f);
	return f;
}

static void thaw_loc(struct rk_state *s, const struct rk_reg *r)
{
	u32 frame = r->key / 16;

	if (r->key >= RK_KEY_STACK) {
		s->spills[s->n_spills++] = *r;
		return;
	}
	if (frame == s->depth)
		s->r[r->key % 16] = *r;
	else
		s->frame[frame].saved[r->key % 16 - 6] = *r;
}

void rk_thaw(struct rk_state *s, const struct rk_frozen *f)
{
	s->n_spills = 0;
	rk_state_reserve(s, f->depth, f->n_held, f->n);
	memset(s->r, 0, RK_N_REGS * sizeof(s->r[0]));
	s->depth = f->depth;
	s->n_held = f->n_held;
	s->exact = f->exact;
	if (f->n_held)
		memcpy(s->held, f->held, f->n_held * sizeof(f->held[0]));
	for (u32 d = 0; d <= f->depth; d++) {
		rk_frame_begin(&s->frame[d], f->frames[d].func, f->frames[d].callback);
		s->frame[d].call = f->frames[d].call;
		if (d < f->depth)
			memset(s->frame[d].saved, 0, RK_N_SAVED * sizeof(struct rk_reg));
		memcpy(s->frame[d].init, f->frames[d].init, sizeof(s->frame[d].init));
	}
	for (u32 i = 0; i < f->n; i++)
		thaw_loc(s, &f->locs[i]);
	s->r[10] = rk_reg_ptr(RK_T_STACK, f->depth, 0, 0);
}

bool rk_frozen_same_calls(const struct rk_frozen *a, const struct rk_frozen *b)
{
	if (a->depth != b->depth)
		return false;
	for (u32 d = 0; d < a->depth; d++)
		if (a->frames[d].call != b->frames[d].call)
			return false;
	return true;
}

/* Ids of one state in terms of another's: each left id must stand for one right id. */
struct pairs {
	u32 n;
	struct {
		u32 left, right, made;
	} p[32];
};

/* False where `left` is paired with another id already, or there is no room to tell. */
static bool pair(struct pairs *t, u32 left, u32 right)
{
	for (u32 i = 0; i < t->n; i++)
		if (t->p[i].left == left)
			return t->p[i].right == right;
	if (t->n == RK_ARRAY_SIZE(t->p))
		return false;
	t->p[t->n].left = left;
	t->p[t->n++].right = right;
	return true;
}

static bool covers_scalar(const struct rk_reg *all, const struct rk_reg *sub, struct pairs *ids)
{
	if (sub->kind != RK_T_SCALAR || !rk_val_subset(&sub->v, &all->v))
		return false;
	return !all->id || (sub->id && pair(ids, all->id, sub->id));
}

static bool covers(const struct rk_frozen *fa, const struct rk_frozen *fs, const struct rk_reg *all,
	const struct rk_reg *sub, struct pairs *ids)
{
	if (all->size != sub->size)
		return false;
	if (all->kind == RK_T_SCALAR)
		return covers_scalar(all, sub, ids);
	if (all->kind != sub->kind || all->obj != sub->obj ||
		(all->flags & RK_TYPE_FLAGS) != (sub->flags & RK_TYPE_FLAGS))
		return false;
	if (all->kind == RK_T_BROKEN)
		return true;
	if (all->ref && held_index(fa, all->ref) != held_index(fs, sub->ref))
		return false;
	if ((all->id || sub->id) && !(all->id && sub->id && pair(ids, all->id, sub->id)))
		return false;
	return rk_val_subset(&sub->v, &all->v);
}

/* Bytes without a stored value hold any number: only a scalar without facts may stand for them. */
static bool says_nothing(const struct rk_reg *r)
{
	struct rk_val any = rk_val_bytes(r->size, false);

	return r->kind == RK_T_SCALAR && !r->id && rk_val_subset(&any, &r->v);
}

static bool covers_init(const struct rk_frozen *all, const struct rk_frozen *sub)
{
	for (u32 d = 0; d <= all->depth; d++)
		for (u32 w = 0; w < RK_INIT_WORDS; w++)
			if (all->frames[d].init[w] & ~sub->frames[d].init[w])
				return false;
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

	if (all->n_held != sub->n_held)
		return false;
	while (i < all->n || k < sub->n) {
		const struct rk_reg *a = i < all->n ? &all->locs[i] : NULL;
		const struct rk_reg *b = k < sub->n ? &sub->locs[k] : NULL;

		if (a && b && a->key == b->key) {
			if (!covers(all, sub, a, b, &ids) &&
				!(a->key >= RK_KEY_STACK && b->kind == RK_T_SCALAR &&
					says_nothing(a)))
				return false;
			i++;
			k++;
		} else if (a && (!b || a->key < b->key)) {
			if (a->key < RK_KEY_STACK || !says_nothing(a))
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

bool rk_frozen_joinable(const struct rk_frozen *a, const struct rk_frozen *b)
{
	u32 i = 0, k = 0;

	if (a->type_hash != b->type_hash || a->n_held != b->n_held)
		return false;
	for (;;) {
		while (i < a->n && a->locs[i].kind == RK_T_SCALAR && a->locs[i].key >= RK_KEY_STACK)
			i++;
		while (k < b->n && b->locs[k].kind == RK_T_SCALAR && b->locs[k].key >= RK_KEY_STACK)
			k++;
		if (i == a->n || k == b->n)
			return i == a->n && k == b->n;
		if (a->locs[i].key != b->locs[k].key || a->locs[i].kind != b->locs[k].kind ||
			a->locs[i].obj != b->locs[k].obj || a->locs[i].size != b->locs[k].size ||
			(a->locs[i].flags & RK_TYPE_FLAGS) != (b->locs[k].flags & RK_TYPE_FLAGS) ||
			held_index(a, a->locs[i].ref) != held_index(b, b->locs[k].ref))
			return false;
		i++;
		k++;
	}
}

/* Two equalities that hold in both states hold in the join, under a fresh id. */
static u32 join_id(struct pairs *ids, u32 a, u32 b, u32 *next_id)
{
	if (!a || !b)
		return 0;
	for (u32 i = 0; i < ids->n; i++)
		if (ids->p[i].left == a && ids->p[i].right == b)
			return ids->p[i].made;
	if (ids->n == RK_ARRAY_SIZE(ids->p))
		return 0;
	ids->p[ids->n].left = a;
	ids->p[ids->n].right = b;
	return ids->p[ids->n++].made = (*next_id)++;
}

/* Nullable pointers always keep an id: one of their own where the table is full. */
static struct rk_reg join_reg(const struct rk_reg *a, const struct rk_reg *b, struct pairs *ids,
	u32 *next_id, bool widen, const s64 *rungs, u32 n_rungs)
{
	struct rk_reg r = *a;

	r.sym = 0;
	r.id = join_id(ids, a->id, b->id, next_id);
	if (r.flags & RK_NULLABLE && !r.id)
		r.id = (*next_id)++;
	if (a->kind == RK_T_BROKEN)
		return r;
	r.v = rk_val_join(&a->v, &b->v);
	if (widen)
		r.v = rk_val_widen(&a->v, &r.v, rungs, n_rungs);
	return r;
}

struct rk_frozen *rk_frozen_join(struct rk_pool *pool, const struct rk_frozen *a,
	const struct rk_frozen *b, u32 *next_id, bool widen, const s64 *rungs, u32 n_rungs)
{
	struct rk_frozen *f = make(pool, a->n, a->depth, a->n_held);
	struct pairs ids = {.n = 0};
	u32 k = 0;

	f->n = 0;
	for (u32 i = 0; i < a->n; i++) {
		while (k < b->n && b->locs[k].key < a->locs[i].key)
			k++;
		if (k < b->n && b->locs[k].key == a->locs[i].key &&
			b->locs[k].size == a->locs[i].size && b->locs[k].kind == a->locs[i].kind)
			f->locs[f->n++] = join_reg(
				&a->locs[i], &b->locs[k], &ids, next_id, widen, rungs, n_rungs);
	}
	for (u32 d = 0; d <= a->depth; d++) {
		f->frames[d] = a->frames[d];
		for (u32 w = 0; w < RK_INIT_WORDS; w++)
			f->frames[d].init[w] &= b->frames[d].init[w];
	}
	memcpy(f->held, a->held, a->n_held * sizeof(f->held[0]));
	drop_lone_ids(f);
	hash_types(f);
	return f;
}
