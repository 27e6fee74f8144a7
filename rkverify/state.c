// SPDX-License-Identifier: MIT
/*
 * The working state: its tables, frames and what is held. The stack is in spill.c.
 */
#include <string.h>
#include "state.h"

void rk_state_init(struct rk_state *s, struct rk_pool *pool)
{
	memset(s, 0, sizeof(*s));
	s->pool = pool;
}

void rk_state_reserve(struct rk_state *s, u32 depth, u32 n_held, u32 n_spills)
{
	u32 frames;

	if (!s->r)
		s->r = rk_alloc_array(s->pool->arena, RK_N_REGS, sizeof(*s->r));
	frames = s->cap_frames;
	s->frame = rk_pool_grow(
		s->pool, s->frame, frames, &s->cap_frames, depth + 1, sizeof(*s->frame));
	memset(&s->frame[frames], 0, (s->cap_frames - frames) * sizeof(*s->frame));
	for (u32 d = 0; d < depth; d++)
		if (!s->frame[d].saved)
			s->frame[d].saved =
				rk_alloc_array(s->pool->arena, RK_N_SAVED, sizeof(*s->r));
	if (n_held && !s->held)
		s->held = rk_alloc_array(s->pool->arena, RK_MAX_HELD, sizeof(*s->held));
	rk_spills_reserve(s, n_spills);
}

void rk_frame_begin(struct rk_frame *f, u32 func, u8 callback)
{
	*f = (struct rk_frame){.func = func, .callback = callback, .saved = f->saved};
}

void rk_state_begin(struct rk_state *s)
{
	struct rk_reg ctx = rk_reg_ptr(RK_T_CTX, 0, 0, 0), fp = rk_reg_ptr(RK_T_STACK, 0, 0, 0);

	rk_state_reserve(s, 0, 0, 0);
	rk_reg_put(s, 1, &ctx);
	rk_reg_put(s, 10, &fp);
	s->exact = true;
}

void rk_state_push(struct rk_state *s, u32 call, u32 func, u8 callback)
{
	rk_state_reserve(s, s->depth + 1, s->n_held, s->n_spills);
	s->frame[s->depth].call = call;
	memcpy(s->frame[s->depth].saved, &s->r[6], RK_N_SAVED * sizeof(*s->r));
	memset(&s->r[6], 0, RK_N_SAVED * sizeof(*s->r));
	s->depth++;
	rk_frame_begin(&s->frame[s->depth], func, callback);
}

void rk_state_pop(struct rk_state *s)
{
	rk_frame_clear(s, s->depth);
	s->depth--;
	rk_regs_clear(s, 1, 9);
	memcpy(&s->r[6], s->frame[s->depth].saved, RK_N_SAVED * sizeof(*s->r));
}

void rk_state_hold(struct rk_state *s, u32 id, u32 insn)
{
	rk_state_reserve(s, s->depth, s->n_held + 1, s->n_spills);
	s->held[s->n_held++] = (struct rk_held){id, insn};
}

void rk_state_copy(struct rk_state *to, const struct rk_state *from)
{
	to->pool->work += from->n_spills / 4 + from->n_wide / 2;
	rk_state_reserve(to, from->depth, from->n_held, from->n_spills);
	to->wide =
		rk_pool_grow(to->pool, to->wide, 0, &to->cap_wide, from->n_wide, sizeof(*to->wide));
	memcpy(to->r, from->r, RK_N_REGS * sizeof(to->r[0]));
	for (u32 d = 0; d <= from->depth; d++) {
		struct rk_packed *saved = to->frame[d].saved;

		to->frame[d] = from->frame[d];
		to->frame[d].saved = saved;
		if (d < from->depth)
			memcpy(saved, from->frame[d].saved, RK_N_SAVED * sizeof(*saved));
	}
	to->depth = from->depth;
	to->n_held = from->n_held;
	to->exact = from->exact;
	if (from->n_held)
		memcpy(to->held, from->held, from->n_held * sizeof(to->held[0]));
	to->n_spills = from->n_spills;
	if (from->n_spills)
		memcpy(to->spills, from->spills, from->n_spills * sizeof(to->spills[0]));
	to->n_wide = from->n_wide;
	to->free_wide = from->free_wide;
	if (from->n_wide)
		memcpy(to->wide, from->wide, from->n_wide * sizeof(to->wide[0]));
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
