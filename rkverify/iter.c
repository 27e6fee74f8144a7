// SPDX-License-Identifier: MIT
/*
 * The protocol of iterators: made once, asked only while they live, given back on every path, and
 * not written to in between. Their code is verified like any other, so memory safety does
 * not rest on this: it keeps to what Linux accepts.
 */
#include "an.h"

/* A live iterator is held under the place of its first byte. */
static u32 name_of(u32 frame, s64 off)
{
	return RK_HELD_ITER | (frame * RK_FRAME_BYTES + (u32)(off + RK_FRAME_BYTES));
}

static bool is_held(const struct rk_state *s, u32 id)
{
	for (u32 i = 0; i < s->n_held; i++)
		if (s->held[i].id == id)
			return true;
	return false;
}

static bool bad(struct rk_an *a, const char *what)
{
	struct rk_reg r;

	rk_fail(a, RK_DIAG_BAD_RELEASE, "argument 1 (r1) is %s; %s",
		rk_kind_name(a, rk_reg_read(&a->s, 1, &r)), what);
	rk_note_path(a);
	return false;
}

bool rk_iter_call(struct rk_an *a, enum rk_builtin which)
{
	struct rk_state *s = &a->s;
	struct rk_reg place, *it = rk_reg_read(s, 1, &place);
	u32 id;

	if (which == RK_NOT_BUILTIN)
		return true;
	if (it->kind != RK_T_STACK || it->v.smin != it->v.smax || it->v.smin % 8 ||
		it->v.smin < -RK_FRAME_BYTES || it->v.smin > -8)
		return bad(a, "an iterator is 8 aligned bytes of the stack");
	id = name_of(it->obj, it->v.smin);
	if (which == RK_ITER_NEW && is_held(s, id))
		return bad(a, "there is an iterator already that was not destroyed");
	if (which != RK_ITER_NEW && !is_held(s, id))
		return bad(a, "no iterator was made there, or it was destroyed");
	if (which == RK_ITER_NEW && s->n_held == RK_MAX_HELD)
		return rk_fail(a, RK_DIAG_UNSUPPORTED, "more than %u records and iterators at once",
			RK_MAX_HELD);
	if (which == RK_ITER_DESTROY && !rk_check_release(a, id))
		return false;
	if (which == RK_ITER_NEW)
		rk_state_hold(s, id, a->pc);
	else if (which == RK_ITER_DESTROY)
		rk_state_release(s, id);
	return true;
}

bool rk_check_iter_write(struct rk_an *a, const struct rk_access *x)
{
	const struct rk_state *s = &a->s;
	s64 from = (s64)(x->obj * RK_FRAME_BYTES) + RK_FRAME_BYTES;

	if (a->p->funcs[s->frame[s->depth].func].builtin)
		return true;
	for (u32 i = 0; i < s->n_held; i++) {
		s64 at = (s64)(s->held[i].id & ~RK_HELD_ITER);

		if (rk_held_is_iter(&s->held[i]) && x->lo + from < at + 8 &&
			x->hi + x->size + from > at) {
			rk_fail(a, RK_DIAG_SPILL_BROKEN,
				"this may write to an iterator on the stack");
			rk_because(a, s->held[i].insn, "it was made here");
			return false;
		}
	}
	return true;
}
