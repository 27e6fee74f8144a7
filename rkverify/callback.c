// SPDX-License-Identifier: MIT
/*
 * Functions that a helper calls: one state stands for every run, so what no run may change must not
 * be changed by any. Only bpf_loop is judged.
 */
#include <string.h>
#include "an.h"

bool rk_in_callback(const struct rk_an *a, u32 frame)
{
	for (u32 d = frame + 1; d <= a->s.depth; d++)
		if (a->s.frame[d].callback)
			return true;
	return false;
}

/* A callback runs many times: pointers that its callers saved must be there each time. */
bool rk_check_caller_stack(struct rk_an *a, const struct rk_access *x)
{
	bool above = rk_in_callback(a, x->obj);

	for (s64 at = x->lo; above && at < x->hi + x->size; at++) {
		const struct rk_reg *held = rk_spill_find(&a->s, x->obj, at, 1);

		if (held && held->kind != RK_T_SCALAR)
			return rk_fail(a, RK_DIAG_SPILL_BROKEN,
				"a callback may overwrite %s that its caller saved",
				rk_kind_name(a, held));
	}
	return true;
}

/* Frames that a callback may reach hold any numbers, before it, after it and between its runs. */
static void forget_numbers(struct rk_state *s)
{
	u32 n = 0;

	for (u32 i = 0; i < s->n_spills; i++)
		if (s->spills[i].kind != RK_T_SCALAR)
			s->spills[n++] = s->spills[i];
	s->n_spills = n;
}

/*
 * bpf_loop(n, fn, ctx, flags) calls fn(index, ctx). One state describes every run of fn: any index,
 * and stack contents that no run can falsify (a callback may not touch saved pointers; mem.c).
 */
bool rk_enter_callback(struct rk_an *a, const struct rk_helper_row *row, u32 func)
{
	struct rk_state *s = &a->s, *to = &a->other;
	struct rk_reg ctx = s->r[3];
	u64 trips = s->r[1].v.umax;

	if (row->maps || row->args[0] != RK_ARG_SCALAR || row->args[1] != RK_ARG_FUNC ||
		s->r[1].kind != RK_T_SCALAR)
		return rk_fail(a, RK_DIAG_UNSUPPORTED, "callbacks of bpf_%s cannot be judged yet",
			row->name);
	if (s->n_held)
		return rk_fail(a, RK_DIAG_UNSUPPORTED, "a callback while a record is reserved");
	if (s->depth + 1 >= RK_MAX_FRAMES)
		return rk_fail(
			a, RK_DIAG_CALL_DEPTH, "calls nest more than %u deep", RK_MAX_FRAMES);
	if (ctx.kind == RK_T_STACK)
		forget_numbers(s);
	a->body_trips = trips > 1u << 23 ? 1u << 23 : trips; /* bpf_loop refuses more */
	rk_state_copy(to, s);
	rk_state_push(to, a->pc, func, true);
	memset(to->r, 0, RK_N_REGS * sizeof(to->r[0]));
	to->r[1] = rk_reg_scalar(rk_val_urange(0, a->body_trips ? a->body_trips - 1 : 0), a->pc);
	to->r[2] = ctx;
	to->r[10] = rk_reg_ptr(RK_T_STACK, to->depth, 0, a->pc);
	return true;
}
