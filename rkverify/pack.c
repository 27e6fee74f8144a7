// SPDX-License-Identifier: MIT
/*
 * The packed form of stored states, and the pool their memory comes from. A pool block is reused
 * for requests of its size and a little below; nothing here fails.
 */
#include <string.h>
#include "pack.h"

enum {
	STEP = RK_POOL_STEP,
	SPARE = 4, /* classes by which a reused block may be too large */
	LOG_COARSE = 11,
};

/* What a block that is free begins with; the smallest have room for the first member only. */
struct free_block {
	void *next;
	u64 bytes;
};

/* The last class that is not larger: in a coarse one are blocks of up to an eighth more. */
static size_t class_of(size_t bytes)
{
	size_t log;

	if (bytes < RK_POOL_FINE * STEP)
		return bytes / STEP;
	log = 63 - (size_t)__builtin_clzll(bytes);
	return RK_POOL_FINE + (log - LOG_COARSE) * 8 + (bytes >> (log - 3)) % 8;
}

static u64 bytes_of(const void *block, size_t class)
{
	struct free_block f;

	if (class < RK_POOL_FINE)
		return class * STEP;
	memcpy(&f, block, sizeof(f));
	return f.bytes;
}

void *rk_pool_get(struct rk_pool *pool, size_t bytes, u32 *got)
{
	size_t size = (bytes + STEP - 1) / STEP * STEP, class = class_of(size);

	for (size_t c = class; c <= class + SPARE && c < RK_ARRAY_SIZE(pool->free); c++) {
		void *p = pool->free[c];

		if (!p || bytes_of(p, c) < size)
			continue;
		memcpy(&pool->free[c], p, sizeof(void *));
		*got = (u32)bytes_of(p, c);
		return p;
	}
	*got = (u32)size;
	return rk_alloc(pool->arena, size);
}

void rk_pool_put(struct rk_pool *pool, void *p, u32 got)
{
	size_t class = class_of(got);
	struct free_block f = {.bytes = got};

	if (!class || class >= RK_ARRAY_SIZE(pool->free))
		return;
	f.next = pool->free[class];
	memcpy(p, &f, class < RK_POOL_FINE ? sizeof(f.next) : sizeof(f));
	pool->free[class] = p;
}

void *rk_pool_grow(struct rk_pool *pool, void *old, u32 n, u32 *cap, u32 want, size_t size)
{
	void *more;
	u32 got;

	if (want <= *cap)
		return old;
	more = rk_pool_get(pool, (want + *cap / 2) * size, &got);
	if (n)
		memcpy(more, old, n * size);
	if (*cap)
		rk_pool_put(pool, old, (u32)(*cap * size));
	*cap = (u32)(got / size);
	return more;
}

void rk_frozen_free(struct rk_pool *pool, struct rk_frozen *f)
{
	rk_pool_put(pool, f, f->bytes);
}

static size_t block_bytes(const struct rk_frozen *f)
{
	return sizeof(*f) + f->n_words * sizeof(u64) + f->n_vals * sizeof(struct rk_val) +
	       f->n_held * sizeof(struct rk_held) +
	       (f->depth + 1u) * sizeof(struct rk_frame_frozen) + f->n * sizeof(struct rk_packed);
}

struct rk_frozen *rk_pack_begin(struct rk_pool *pool, const struct rk_frozen *shape)
{
	struct rk_frozen *f;
	u32 got;

	f = rk_pool_get(pool, block_bytes(shape), &got);
	*f = *shape;
	f->bytes = got;
	f->n = 0;
	return f;
}

static void put_const(struct rk_val *v, u64 x)
{
	v->umin = v->umax = v->value = x;
	v->smin = v->smax = (s64)x;
	v->mask = 0;
	v->u32min = v->u32max = (u32)x;
	v->s32min = v->s32max = (s32)x;
}

static bool is_bytes(const struct rk_val *v, u32 size)
{
	struct rk_val all = rk_val_unsigned(size);

	return rk_val_equal(v, &all);
}

/* Sound: the form's value describes at least what v does, and the same where v is reduced. */
static enum rk_form form_of(const struct rk_val *v, u32 *val)
{
	if (v->umin == v->umax) {
		*val = (u32)v->umin;
		return (u64)(s64)(s32)v->umin == v->umin ? RK_FORM_CONST : RK_FORM_WIDE;
	}
	*val = v->umax == U64_MAX ? 8 : v->umax == U32_MAX ? 4 : v->umax == 0xffff ? 2 : 1;
	return v->umin == 0 && is_bytes(v, *val) ? RK_FORM_BYTES : RK_FORM_WIDE;
}

void rk_loc_pack(struct rk_packed *l, const struct rk_reg *r, u16 key, u8 size)
{
	*l = (struct rk_packed){.id = r->id,
		.obj = r->obj,
		.ref = r->ref,
		.origin = r->origin,
		.key = key,
		.kind = r->kind,
		.flags = r->flags,
		.size = size};
	l->form = (u8)form_of(&r->v, &l->val);
}

void rk_pack_add(struct rk_frozen *f, const struct rk_reg *r, u16 key, u8 size, u32 *vals)
{
	struct rk_packed *l = &rk_frozen_locs(f)[f->n++];

	rk_loc_pack(l, r, key, size);
	if (l->form != RK_FORM_WIDE)
		return;
	l->val = *vals;
	rk_frozen_vals(f)[(*vals)++] = r->v;
}

struct rk_val rk_loc_val(const struct rk_frozen *f, const struct rk_packed *l)
{
	switch (l->form) {
	case RK_FORM_CONST: return rk_val_const((u64)(s64)(s32)l->val);
	case RK_FORM_BYTES: return rk_val_unsigned(l->val);
	default: return rk_frozen_vals(f)[l->val];
	}
}

/* Field by field: what was just written in parts is slow to read as a whole. */
void rk_loc_read(const struct rk_packed *l, const struct rk_val *wide, struct rk_reg *r)
{
	r->id = l->id;
	r->obj = l->obj;
	r->ref = l->ref;
	r->origin = l->origin;
	r->dlo = r->dhi = 0;
	r->sym = 0;
	r->key = l->key;
	r->kind = l->kind;
	r->flags = l->flags;
	r->size = l->size;
	if (l->form == RK_FORM_WIDE)
		r->v = *wide;
	else if (l->form == RK_FORM_BYTES)
		r->v = rk_val_unsigned(l->val);
	else
		put_const(&r->v, (u64)(s64)(s32)l->val);
}

void rk_loc_unpack(const struct rk_frozen *f, const struct rk_packed *l, struct rk_reg *r)
{
	rk_loc_read(l, l->form == RK_FORM_WIDE ? &rk_frozen_vals(f)[l->val] : NULL, r);
}

bool rk_loc_subset(const struct rk_frozen *fs, const struct rk_packed *sub,
	const struct rk_frozen *fa, const struct rk_packed *all)
{
	struct rk_val x, y;

	if (all->form == RK_FORM_BYTES && all->val == 8)
		return true;
	if (all->form != RK_FORM_WIDE && sub->form == all->form && sub->val == all->val)
		return true;
	if (all->form == RK_FORM_CONST && sub->form == RK_FORM_CONST)
		return false;
	x = rk_loc_val(fs, sub);
	y = rk_loc_val(fa, all);
	return rk_val_subset(&x, &y);
}

u64 rk_frozen_init(const struct rk_frozen *f, u32 frame, u32 word)
{
	const struct rk_frame_frozen *x = rk_frozen_frames(f);
	u32 at = 0;

	if (!(x[frame].words >> word & 1))
		return 0;
	for (u32 d = 0; d < frame; d++)
		at += (u32)__builtin_popcount(x[d].words);
	at += (u32)__builtin_popcount(x[frame].words & ((1u << word) - 1));
	return rk_frozen_words(f)[at];
}

u32 rk_held_index(const struct rk_frozen *f, u32 ref)
{
	for (u32 i = 0; i < f->n_held; i++)
		if (rk_frozen_held(f)[i].id == ref)
			return i;
	return RK_MAX_HELD;
}

static u32 mix(u32 h, u32 x)
{
	return (h ^ x) * 0x9e3779b1u ^ (h >> 15);
}

/* Scalars on the stack may come and go; everything else decides which states may be joined. */
static void hash_types(struct rk_frozen *f)
{
	u32 h = f->n_held;

	for (u32 i = 0; i < f->n_held; i++)
		if (rk_held_is_named(&rk_frozen_held(f)[i]))
			h = mix(h, rk_frozen_held(f)[i].id);
	for (u32 i = 0; i < f->n; i++) {
		const struct rk_packed *r = &rk_frozen_locs(f)[i];

		if (r->kind == RK_T_SCALAR && r->key >= RK_KEY_STACK)
			continue;
		h = mix(h, (u32)r->key << 8 | r->kind);
		if (rk_kind_is_packet(r->kind))
			h = mix(h, r->obj != 0); /* is a range known? */
		else if (r->kind >= RK_T_MAP)
			h = mix(mix(h, r->obj),
				(u32)(r->flags & RK_TYPE_FLAGS) << 8 |
					(r->ref ? rk_held_index(f, r->ref) + 1 : 0));
	}
	f->type_hash = h;
}

/* Names of numbers are left out: those of two states differ though they say the same. */
u32 rk_frozen_digest(const struct rk_frozen *f)
{
	u32 h = f->n;

	for (u32 i = 0; i < f->n; i++) {
		const struct rk_packed *l = &rk_frozen_locs(f)[i];
		const struct rk_val *v = &rk_frozen_vals(f)[l->val];

		h = mix(h, (u32)l->key << 16 | (u32)l->kind << 8 | l->form);
		h = mix(h, l->form == RK_FORM_WIDE ? (u32)(v->umin ^ v->umax) : l->val);
	}
	return h >> 2;
}

/* A table of names is at most half full; each is the location that has it first, and SHARED. */
enum { NAMES_MAX = 16384, SHARED = 0x8000 };
RK_STATIC_ASSERT(2 * RK_MAX_FRAMES * (16 + RK_FRAME_BYTES) <= NAMES_MAX, "a name for each place");

static u32 count_names(const struct rk_frozen *f)
{
	const struct rk_packed *locs = rk_frozen_locs(f);
	u32 n = 0;

	for (u32 i = 0; i < f->n; i++)
		n += locs[i].kind == RK_T_SCALAR && locs[i].id;
	return n;
}

/* Where this id stands in the table, or would. */
static u16 *find_name(u16 *table, u32 mask, const struct rk_packed *locs, u32 id)
{
	u32 h = id * 0x9e3779b1u >> 16 & mask;

	while (table[h] && locs[(table[h] & ~SHARED) - 1].id != id)
		h = (h + 1) & mask;
	return &table[h];
}

/*
 * An id that only one location has tells nothing, but would keep states apart. A full stack has
 * thousands, so that they are not compared with one another.
 */
static void drop_lone_ids(struct rk_frozen *f)
{
	struct rk_packed *locs = rk_frozen_locs(f);
	u32 named = count_names(f), size = 4;
	u16 table[NAMES_MAX];

	if (!named)
		return;
	while (size < 2 * named)
		size *= 2;
	memset(table, 0, size * sizeof(*table));
	for (u32 i = 0; i < f->n; i++) {
		u16 *at;

		if (locs[i].kind != RK_T_SCALAR || !locs[i].id)
			continue;
		at = find_name(table, size - 1, locs, locs[i].id);
		*at = *at ? *at | SHARED : (u16)(i + 1);
	}
	for (u32 k = 0; k < size; k++)
		if (table[k] && !(table[k] & SHARED)) {
			struct rk_packed *l = &locs[table[k] - 1];

			l->id = l->obj = l->ref = 0;
		}
}

void rk_pack_end(struct rk_frozen *f)
{
	drop_lone_ids(f);
	hash_types(f);
}
