// SPDX-License-Identifier: MIT
/*
 * The working state: registers and the stack, byte by byte. A stored value covers whole bytes that
 * no other stored value covers; whatever writes a byte first clears what lies there.
 */
#include <string.h>
#include "state.h"

void rk_state_init(struct rk_state *s, struct rk_pool *pool)
{
	memset(s, 0, sizeof(*s));
	s->pool = pool;
}

static void reserve(struct rk_state *s, u32 n)
{
	struct rk_reg *more;
	u32 got;

	if (n <= s->cap)
		return;
	more = rk_pool_get(s->pool, (n + n / 8) * sizeof(*more), &got);
	if (s->n_spills)
		memcpy(more, s->spills, s->n_spills * sizeof(*more));
	if (s->spills)
		rk_pool_put(s->pool, s->spills, s->spills_bytes);
	s->spills = more;
	s->spills_bytes = got;
	s->cap = got / sizeof(*more);
}

static void reserve_frames(struct rk_state *s, u32 n)
{
	struct rk_frame *more;

	if (n <= s->cap_frames)
		return;
	more = rk_alloc_array(s->pool->arena, n, sizeof(*more));
	if (s->cap_frames)
		memcpy(more, s->frame, s->cap_frames * sizeof(*more));
	s->frame = more;
	s->cap_frames = n;
}

void rk_state_reserve(struct rk_state *s, u32 depth, u32 n_held, u32 n_spills)
{
	if (!s->r)
		s->r = rk_alloc_array(s->pool->arena, RK_N_REGS, sizeof(*s->r));
	reserve_frames(s, depth + 1);
	for (u32 d = 0; d < depth; d++)
		if (!s->frame[d].saved)
			s->frame[d].saved =
				rk_alloc_array(s->pool->arena, RK_N_SAVED, sizeof(struct rk_reg));
	if (n_held && !s->held)
		s->held = rk_alloc_array(s->pool->arena, RK_MAX_HELD, sizeof(*s->held));
	reserve(s, n_spills);
}

void rk_frame_begin(struct rk_frame *f, u32 func, u8 callback)
{
	*f = (struct rk_frame){.func = func, .callback = callback, .saved = f->saved};
}

void rk_state_begin(struct rk_state *s)
{
	rk_state_reserve(s, 0, 0, 0);
	s->r[1] = rk_reg_ptr(RK_T_CTX, 0, 0, 0);
	s->r[10] = rk_reg_ptr(RK_T_STACK, 0, 0, 0);
	s->exact = true;
}

void rk_state_push(struct rk_state *s, u32 call, u32 func, u8 callback)
{
	rk_state_reserve(s, s->depth + 1, s->n_held, s->n_spills);
	s->frame[s->depth].call = call;
	memcpy(s->frame[s->depth].saved, &s->r[6], RK_N_SAVED * sizeof(struct rk_reg));
	s->depth++;
	rk_frame_begin(&s->frame[s->depth], func, callback);
}

void rk_state_hold(struct rk_state *s, u32 id, u32 insn)
{
	rk_state_reserve(s, s->depth, s->n_held + 1, s->n_spills);
	s->held[s->n_held++] = (struct rk_held){id, insn};
}

void rk_state_copy(struct rk_state *to, const struct rk_state *from)
{
	rk_state_reserve(to, from->depth, from->n_held, from->n_spills);
	memcpy(to->r, from->r, RK_N_REGS * sizeof(to->r[0]));
	for (u32 d = 0; d <= from->depth; d++) {
		struct rk_reg *saved = to->frame[d].saved;

		to->frame[d] = from->frame[d];
		to->frame[d].saved = saved;
		if (d < from->depth)
			memcpy(saved, from->frame[d].saved, RK_N_SAVED * sizeof(*saved));
	}
	to->depth = from->depth;
	to->n_held = from->n_held;
	to->exact = from->exact;
	to->n_spills = from->n_spills;
	if (from->n_held)
		memcpy(to->held, from->held, from->n_held * sizeof(to->held[0]));
	if (from->n_spills)
		memcpy(to->spills, from->spills, from->n_spills * sizeof(to->spills[0]));
}

struct rk_reg rk_reg_scalar(struct rk_val v, u32 origin)
{
	return (struct rk_reg){.v = v, .kind = RK_T_SCALAR, .origin = origin};
}

struct rk_reg rk_reg_ptr(enum rk_kind kind, u32 obj, s64 off, u32 origin)
{
	return (struct rk_reg){
		.v = rk_val_const((u64)off), .kind = (u8)kind, .obj = obj, .origin = origin};
}

bool rk_stack_is_init(const struct rk_state *s, u32 frame, s64 off, s64 size)
{
	for (s64 b = off + RK_FRAME_BYTES; b < off + RK_FRAME_BYTES + size; b++)
		if (!(s->frame[frame].init[b / 64] >> (b % 64) & 1))
			return false;
	return true;
}

void rk_stack_mark(struct rk_state *s, u32 frame, s64 off, s64 size)
{
	for (s64 b = off + RK_FRAME_BYTES; b < off + RK_FRAME_BYTES + size; b++)
		s->frame[frame].init[b / 64] |= (u64)1 << (b % 64);
}

static u32 key_at(u32 frame, s64 off)
{
	return (u32)(RK_KEY_STACK + frame * RK_FRAME_BYTES + RK_FRAME_BYTES + off);
}

/* Index of the first stored value that ends behind `key`. */
static u32 find(const struct rk_state *s, u32 key)
{
	u32 lo = 0, hi = s->n_spills;

	while (lo < hi) {
		u32 mid = (lo + hi) / 2;

		if ((u32)s->spills[mid].key + s->spills[mid].size > key)
			hi = mid;
		else
			lo = mid + 1;
	}
	return lo;
}

struct rk_reg *rk_spill_find(const struct rk_state *s, u32 frame, s64 off, s64 size)
{
	u32 key = key_at(frame, off), i = find(s, key);

	return i < s->n_spills && s->spills[i].key < key + size ? &s->spills[i] : NULL;
}

static void insert(struct rk_state *s, u32 key, u8 size, const struct rk_reg *r)
{
	u32 i = find(s, key);

	reserve(s, s->n_spills + 1);
	memmove(&s->spills[i + 1], &s->spills[i], (s->n_spills - i) * sizeof(s->spills[0]));
	s->n_spills++;
	s->spills[i] = *r;
	s->spills[i].key = (u16)key;
	s->spills[i].size = size;
}

/* Those in [from, to). There may be no table yet. */
static void remove_spills(struct rk_state *s, u32 from, u32 to)
{
	if (from == to)
		return;
	memmove(&s->spills[from], &s->spills[to], (s->n_spills - to) * sizeof(s->spills[0]));
	s->n_spills -= to - from;
}

void rk_spill_clear(struct rk_state *s, u32 frame, s64 off, s64 size)
{
	u32 key = key_at(frame, off), end = (u32)(key + size), i = find(s, key), n = i;
	struct rk_reg broken[2];
	u32 n_broken = 0;

	while (n < s->n_spills && s->spills[n].key < end) {
		struct rk_reg *r = &s->spills[n++];

		if (!rk_is_secret(r))
			continue;
		if (r->key < key)
			broken[n_broken++] = (struct rk_reg){.kind = RK_T_BROKEN,
				.key = r->key,
				.size = (u8)(key - r->key),
				.origin = r->origin};
		if ((u32)r->key + r->size > end)
			broken[n_broken++] = (struct rk_reg){.kind = RK_T_BROKEN,
				.key = (u16)end,
				.size = (u8)(r->key + r->size - end),
				.origin = r->origin};
	}
	remove_spills(s, i, n);
	for (u32 k = 0; k < n_broken; k++)
		insert(s, broken[k].key, broken[k].size, &broken[k]);
}

void rk_spill_put(struct rk_state *s, u32 frame, s64 off, u8 size, const struct rk_reg *r)
{
	struct rk_reg copy = *r;

	rk_spill_clear(s, frame, off, size);
	insert(s, key_at(frame, off), size, &copy);
}

void rk_frame_clear(struct rk_state *s, u32 frame)
{
	u32 first = find(s, key_at(frame, -RK_FRAME_BYTES)), n = first;

	while (n < s->n_spills && s->spills[n].key < key_at(frame, 0))
		n++;
	remove_spills(s, first, n);
	memset(s->frame[frame].init, 0, sizeof(s->frame[frame].init));
}
