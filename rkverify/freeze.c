// SPDX-License-Identifier: MIT
/* Freezing a working state, which drops what is dead, and thawing a stored one. */
#include <string.h>
#include "an.h"
#include "pack.h"

static bool spill_kept(const struct rk_packed *r, const struct rk_keep *keep)
{
	u32 at = (u32)r->key - RK_KEY_STACK, frame = at / RK_FRAME_BYTES,
	    byte = at % RK_FRAME_BYTES;
	u32 first = (RK_FRAME_BYTES - 1 - byte) / 8;
	u32 last = (RK_FRAME_BYTES - byte - r->size) / 8;

	return (keep[frame].slots >> first | keep[frame].slots >> last) & 1;
}

/* Slot k is the 8 bytes from -8(k+1): byte 512 - 8(k+1) of the frame. */
static u64 kept_init(u64 init, u64 slots, u32 w)
{
	u64 mask = 0;

	for (u32 b = 0; b < 8; b++)
		if (slots >> (63 - (w * 8 + b)) & 1)
			mask |= (u64)0xff << (b * 8);
	return init & mask;
}

/* r10 is never stored; of callers only r6 to r9 are there. */
static u32 kept_regs(const struct rk_state *s, const struct rk_keep *keep, u32 frame)
{
	return keep[frame].regs & (frame < s->depth ? 0x3c0u : 0x3ffu);
}

typedef void (*visit)(void *to, const struct rk_state *s, const struct rk_packed *l);

static void each_reg(const struct rk_state *s, u32 frame, u32 regs, visit fn, void *to)
{
	for (; regs; regs &= regs - 1) {
		u32 n = (u32)__builtin_ctz(regs);
		struct rk_packed l = frame == s->depth ? s->r[n] : s->frame[frame].saved[n - 6];

		if (l.kind == RK_T_NONE)
			continue;
		l.key = (u16)(frame * 16 + n);
		l.size = 8;
		fn(to, s, &l);
	}
}

/* What is kept of a state, in the order of keys. */
static void each_kept(const struct rk_state *s, const struct rk_keep *keep, visit fn, void *to)
{
	for (u32 d = 0; d <= s->depth; d++)
		each_reg(s, d, kept_regs(s, keep, d), fn, to);
	for (u32 i = 0; i < s->n_spills; i++)
		if (spill_kept(&s->spills[i], keep))
			fn(to, s, &s->spills[i]);
}

/* The block of a state before there is room for it. */
struct shape {
	struct rk_frozen f;
	u8 words[RK_MAX_FRAMES]; /* as in struct rk_frame_frozen */
	u64 init[RK_MAX_FRAMES * RK_INIT_WORDS];
};

static void count_loc(void *to, const struct rk_state *s, const struct rk_packed *l)
{
	struct rk_frozen *f = to;

	(void)s;
	f->n++;
	f->n_vals += l->form == RK_FORM_WIDE;
}

static void count_init(struct shape *h, const struct rk_frame *from, u32 frame, u64 slots)
{
	h->words[frame] = 0;
	for (u32 w = 0; w < RK_INIT_WORDS; w++) {
		u64 init = from->init[w] ? kept_init(from->init[w], slots, w) : 0;

		if (!init)
			continue;
		h->words[frame] |= (u8)(1u << w);
		h->init[h->f.n_words++] = init;
	}
}

static void shape_of(struct shape *h, const struct rk_state *s, const struct rk_keep *keep)
{
	h->f = (struct rk_frozen){
		.depth = (u8)s->depth, .n_held = (u8)s->n_held, .exact = s->exact};
	each_kept(s, keep, count_loc, &h->f);
	for (u32 d = 0; d <= s->depth; d++)
		count_init(h, &s->frame[d], d, keep[d].slots);
}

static void put_frames(struct rk_frozen *f, const struct rk_state *s, const struct shape *h)
{
	for (u32 d = 0; d <= s->depth; d++)
		rk_frozen_frames(f)[d] = (struct rk_frame_frozen){.call = s->frame[d].call,
			.func = s->frame[d].func,
			.callback = s->frame[d].callback,
			.words = h->words[d]};
	memcpy(rk_frozen_words(f), h->init, f->n_words * sizeof(u64));
}

/* Where the next location goes, and the next wide value. */
struct room {
	struct rk_packed *loc;
	struct rk_val *vals;
	u32 n_vals;
};

static void put_loc(void *to, const struct rk_state *s, const struct rk_packed *l)
{
	struct room *r = to;

	*r->loc = *l;
	if (l->form == RK_FORM_WIDE) {
		r->loc->val = r->n_vals;
		r->vals[r->n_vals++] = s->wide[l->val].v;
	}
	r->loc++;
}

struct rk_frozen *rk_freeze(
	struct rk_pool *pool, const struct rk_state *s, const struct rk_keep *keep)
{
	struct rk_frozen *f;
	struct shape h;
	struct room r;

	shape_of(&h, s, keep);
	pool->work += (u64)h.f.n * RK_WORK_STORED;
	f = rk_pack_begin(pool, &h.f);
	f->n = h.f.n;
	put_frames(f, s, &h);
	if (s->n_held)
		memcpy(rk_frozen_held(f), s->held, s->n_held * sizeof(s->held[0]));
	r = (struct room){rk_frozen_locs(f), rk_frozen_vals(f), 0};
	each_kept(s, keep, put_loc, &r);
	rk_pack_end(f);
	return f;
}

/*
 * Only what says something of a movement is listed: there are many lists of many locations. And
 * only what the node that takes the state in lists as well, with as many bytes: where it knows
 * nothing about bytes on the stack, it may mean more of them, or fewer, which did not move so.
 */
struct moves {
	const struct rk_packed *loc, *end; /* the node's, in order of keys */
	struct rk_moved *next;
	u32 n;
};

static struct moves moves_to(const struct rk_frozen *to, struct rk_moved *list)
{
	const struct rk_packed *locs = rk_frozen_locs(to);

	return (struct moves){.loc = locs, .end = locs + to->n, .next = list};
}

static bool has_moved(struct moves *m, const struct rk_reg *r)
{
	while (m->loc < m->end && m->loc->key < r->key)
		m->loc++;
	return m->loc < m->end && m->loc->key == r->key && m->loc->size == r->size && r->sym &&
	       (r->kind == RK_T_SCALAR || rk_delta_lax(r) != RK_LAX_ALL);
}

static void count_moved(void *to, const struct rk_state *s, const struct rk_packed *l)
{
	struct moves *m = to;
	struct rk_reg r;

	rk_place_get(s, l, &r);
	m->n += has_moved(m, &r);
}

static void list_moved(void *to, const struct rk_state *s, const struct rk_packed *l)
{
	struct moves *m = to;
	struct rk_reg r;

	rk_place_get(s, l, &r);
	if (has_moved(m, &r))
		*m->next++ = (struct rk_moved){.umin = r.v.umin,
			.umax = r.v.umax,
			.smin = r.v.smin,
			.smax = r.v.smax,
			.s32min = r.v.s32min,
			.s32max = r.v.s32max,
			.dlo = r.dlo,
			.dhi = r.dhi,
			.key = r.key,
			.sym = r.sym,
			.lax = rk_delta_lax(&r)};
}

struct rk_moved *rk_state_moved(struct rk_arena *a, const struct rk_state *s,
	const struct rk_keep *keep, const struct rk_frozen *to, u32 *n)
{
	struct moves m = moves_to(to, NULL);
	struct rk_moved *list;

	each_kept(s, keep, count_moved, &m);
	s->pool->work += (u64)s->n_spills * RK_WORK_LISTED;
	*n = m.n;
	list = rk_alloc_array(a, *n, sizeof(*list));
	m = moves_to(to, list);
	each_kept(s, keep, list_moved, &m);
	return list;
}

static void thaw_loc(struct rk_state *s, const struct rk_frozen *f, const struct rk_packed *l)
{
	u32 frame = l->key / 16, reg = l->key % 16;

	if (l->key >= RK_KEY_STACK)
		rk_place_thaw(s, &s->spills[s->n_spills++], f, l);
	else if (frame == s->depth)
		rk_place_thaw(s, &s->r[reg], f, l);
	else
		rk_place_thaw(s, &s->frame[frame].saved[reg - 6], f, l);
}

/* Returns what follows the frame's words. */
static const u64 *thaw_frame(struct rk_state *s, const struct rk_frozen *f, u32 d, const u64 *words)
{
	const struct rk_frame_frozen *from = &rk_frozen_frames(f)[d];

	rk_frame_begin(&s->frame[d], from->func, from->callback);
	s->frame[d].call = from->call;
	if (d < f->depth)
		memset(s->frame[d].saved, 0, RK_N_SAVED * sizeof(*s->r));
	for (u32 w = 0; from->words >> w; w++)
		if (from->words >> w & 1)
			s->frame[d].init[w] = *words++;
	return words;
}

static u32 count_spills(const struct rk_frozen *f)
{
	u32 n = 0;

	while (n < f->n && rk_frozen_locs(f)[f->n - n - 1].key >= RK_KEY_STACK)
		n++;
	return n;
}

void rk_thaw(struct rk_state *s, const struct rk_frozen *f)
{
	const u64 *words = rk_frozen_words(f);

	s->pool->work += (u64)f->n * RK_WORK_STORED;
	s->n_spills = s->n_wide = s->free_wide = 0;
	rk_state_reserve(s, f->depth, f->n_held, count_spills(f));
	memset(s->r, 0, RK_N_REGS * sizeof(s->r[0]));
	s->depth = f->depth;
	s->n_held = f->n_held;
	s->exact = f->exact;
	if (f->n_held)
		memcpy(s->held, rk_frozen_held(f), f->n_held * sizeof(s->held[0]));
	for (u32 d = 0; d <= f->depth; d++)
		words = thaw_frame(s, f, d, words);
	for (u32 i = 0; i < f->n; i++)
		thaw_loc(s, f, &rk_frozen_locs(f)[i]);
	s->r[10] = (struct rk_packed){.kind = RK_T_STACK, .obj = f->depth}; /* offset 0 */
}

void rk_state_track(struct rk_state *s)
{
	struct rk_packed *l;

	s->pool->work += (u64)s->n_spills * RK_WORK_LISTED;
	for (u32 i = 0; (l = rk_state_place(s, i)); i++) {
		struct rk_reg r;

		if (l->kind == RK_T_NONE)
			continue;
		rk_place_get(s, l, &r);
		r.sym = (u16)(l->key + 1);
		r.dlo = r.dhi = 0;
		r.flags &= (u8) ~(r.kind == RK_T_SCALAR ? RK_LAX_ALL : RK_LAX | RK_LAX_SIGNED);
		rk_place_put(s, l, &r);
	}
}
