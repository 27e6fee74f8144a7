// SPDX-License-Identifier: MIT
/*
 * The stack of the working state: bytes written, and values stored, byte by byte. A stored value
 * covers whole bytes that no other stored value covers; whatever writes a byte first clears what
 * lies there.
 */
#include <string.h>
#include "pack.h"

/* Of bytes [from, end) of a frame those that are in word `from / 64`, as bits of it; from < end. */
static u64 bits_from(u32 from, u32 end)
{
	u32 first = from % 64, n = end - from;
	u64 bits = n < 64 ? ((u64)1 << n) - 1 : ~(u64)0;

	return bits << first;
}

bool rk_stack_is_init(const struct rk_state *s, u32 frame, s64 off, s64 size)
{
	const u64 *init = s->frame[frame].init;
	u32 at = (u32)(off + RK_FRAME_BYTES), end = (u32)(at + size);

	for (; at < end; at = (at | 63) + 1)
		if (bits_from(at, end) & ~init[at / 64])
			return false;
	return true;
}

void rk_stack_mark(struct rk_state *s, u32 frame, s64 off, s64 size)
{
	u64 *init = s->frame[frame].init;
	u32 at = (u32)(off + RK_FRAME_BYTES), end = (u32)(at + size);

	for (; at < end; at = (at | 63) + 1)
		init[at / 64] |= bits_from(at, end);
}

void rk_spills_reserve(struct rk_state *s, u32 n)
{
	s->spills = rk_pool_grow(
		s->pool, s->spills, s->n_spills, &s->cap_spills, n, sizeof(*s->spills));
}

/* Slots of 8 bytes that hold some of `size` bytes `at` this far into a frame; size > 0. */
static u64 slots_of(u32 at, u32 size)
{
	return bits_from(at / 8, (at + size + 7) / 8);
}

bool rk_spills_forget_numbers(struct rk_state *s, const u64 *which)
{
	u32 n = 0;

	for (u32 i = 0; i < s->n_spills; i++) {
		struct rk_packed *l = &s->spills[i];
		u32 frame = (l->key - RK_KEY_STACK) / RK_FRAME_BYTES;
		u32 at = (l->key - RK_KEY_STACK) % RK_FRAME_BYTES;

		if (l->kind == RK_T_SCALAR && which[frame] & slots_of(at, l->size))
			rk_place_clear(s, l);
		else
			s->spills[n++] = *l;
	}
	if (n == s->n_spills)
		return false;
	s->n_spills = n;
	return true;
}

/* Of a frame outside the function that a helper called. */
static void note_run_writes(struct rk_state *s, u32 frame, u32 at, u32 size)
{
	bool outside = false;

	for (u32 d = frame + 1; d <= s->depth && !outside; d++)
		outside = s->frame[d].callback;
	if (outside && s->runs_write && size)
		s->runs_write[frame] |= slots_of(at, size);
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

bool rk_spill_find(const struct rk_state *s, u32 frame, s64 off, s64 size, struct rk_reg *held)
{
	u32 key = key_at(frame, off), i = find(s, key);

	if (i == s->n_spills || s->spills[i].key >= key + size)
		return false;
	rk_place_get(s, &s->spills[i], held);
	return true;
}

bool rk_spill_find_ptr(const struct rk_state *s, u32 frame, s64 off, s64 size, struct rk_reg *held)
{
	u32 key = key_at(frame, off), i = find(s, key);

	for (; i < s->n_spills && s->spills[i].key < key + size; i++)
		if (s->spills[i].kind != RK_T_SCALAR) {
			rk_place_get(s, &s->spills[i], held);
			return true;
		}
	return false;
}

bool rk_spill_find_secret(
	const struct rk_state *s, u32 frame, s64 off, s64 size, struct rk_reg *held)
{
	u32 key = key_at(frame, off), first = find(s, key), i = first;

	for (; i < s->n_spills && s->spills[i].key < key + size; i++)
		if (rk_kind_is_secret(s->spills[i].kind)) {
			rk_place_get(s, &s->spills[i], held);
			return true;
		}
	s->pool->work += (i - first) / 8;
	return false;
}

static void insert(struct rk_state *s, u32 key, u8 size, const struct rk_reg *r)
{
	u32 i = find(s, key);

	s->pool->work += (s->n_spills - i) / 8;
	rk_spills_reserve(s, s->n_spills + 1);
	memmove(&s->spills[i + 1], &s->spills[i], (s->n_spills - i) * sizeof(s->spills[0]));
	s->n_spills++;
	rk_place_fill(s, &s->spills[i], (u16)key, size, r);
}

/* Those in [from, to). There may be no table yet. */
static void remove_spills(struct rk_state *s, u32 from, u32 to)
{
	if (from == to)
		return;
	s->pool->work += to - from + (s->n_spills - to) / 8;
	for (u32 i = from; i < to; i++)
		rk_place_clear(s, &s->spills[i]);
	memmove(&s->spills[from], &s->spills[to], (s->n_spills - to) * sizeof(s->spills[0]));
	s->n_spills -= to - from;
}

/* What is left of a pointer when other bytes of it were written. */
static void insert_broken(struct rk_state *s, u32 from, u32 to, u32 origin)
{
	struct rk_reg broken = {.kind = RK_T_BROKEN, .origin = origin};

	insert(s, from, (u8)(to - from), &broken);
}

void rk_spill_clear(struct rk_state *s, u32 frame, s64 off, s64 size)
{
	u32 key = key_at(frame, off), end = (u32)(key + size), i = find(s, key), n = i;
	struct rk_packed first = {.kind = RK_T_NONE}, last = first;

	note_run_writes(s, frame, (u32)(off + RK_FRAME_BYTES), (u32)size);
	for (; n < s->n_spills && s->spills[n].key < end; n++) {
		const struct rk_packed *l = &s->spills[n];

		if (!rk_kind_is_secret(l->kind))
			continue;
		if (l->key < key)
			first = *l;
		if ((u32)l->key + l->size > end)
			last = *l;
	}
	remove_spills(s, i, n);
	if (first.kind)
		insert_broken(s, first.key, key, first.origin);
	if (last.kind)
		insert_broken(s, end, (u32)last.key + last.size, last.origin);
}

void rk_spill_put(struct rk_state *s, u32 frame, s64 off, u8 size, const struct rk_reg *r)
{
	rk_spill_clear(s, frame, off, size);
	insert(s, key_at(frame, off), size, r);
}

void rk_frame_clear(struct rk_state *s, u32 frame)
{
	u32 first = find(s, key_at(frame, -RK_FRAME_BYTES)), n = first;

	while (n < s->n_spills && s->spills[n].key < key_at(frame, 0))
		n++;
	remove_spills(s, first, n);
	memset(s->frame[frame].init, 0, sizeof(s->frame[frame].init));
}
