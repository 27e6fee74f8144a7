// SPDX-License-Identifier: MIT
/*
 * Functions that a helper calls: one state stands for every run, so what no run may change must not
 * be changed by any.
 */
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
	struct rk_reg held;

	if (!above || !rk_spill_find_ptr(&a->s, x->obj, x->lo, x->hi - x->lo + x->size, &held))
		return true;
	return rk_fail(a, RK_DIAG_SPILL_BROKEN, "a callback may overwrite %s that its caller saved",
		rk_kind_name(a, &held));
}

/* References that were held when the innermost callback began: those are not its to give back. */
static u32 held_before(const struct rk_state *s)
{
	for (u32 d = s->depth; d; d--)
		if (s->frame[d].callback)
			return s->frame[d].callback - 1u;
	return 0;
}

bool rk_is_callers(const struct rk_state *s, u32 id)
{
	for (u32 i = 0; i < held_before(s); i++)
		if (s->held[i].id == id)
			return true;
	return false;
}

bool rk_check_release(struct rk_an *a, u32 id)
{
	return !rk_is_callers(&a->s, id) ||
	       rk_fail(a, RK_DIAG_BAD_RELEASE,
		       "a callback gives back what its caller holds: it may run many times, or "
		       "never");
}

bool rk_check_callback_held(struct rk_an *a)
{
	return a->s.n_held <= held_before(&a->s);
}

static u64 elements(const struct rk_an *a, u32 map)
{
	return map & RK_MAP_INNER_BIT ? U32_MAX : rk_an_map(a, map)->max_entries;
}

/* for_each_map_elem(map, fn, ctx, flags) calls fn(map, key, value, ctx). */
static void element_args(struct rk_an *a, struct rk_state *to)
{
	struct rk_reg r, *map = rk_reg_read(&a->s, 1, &r);
	struct rk_reg key = rk_reg_ptr(RK_T_KEY, rk_an_map(a, map->obj)->key_size, 0, a->pc);
	struct rk_reg value = rk_reg_ptr(RK_T_VALUE, map->obj, 0, a->pc);

	a->body_trips = elements(a, map->obj);
	a->body_map = map->obj & RK_MAP_INNER_BIT ? RK_NONE : map->obj;
	rk_reg_put(to, 1, map);
	rk_reg_put(to, 2, &key);
	rk_reg_put(to, 3, &value);
	rk_reg_put(to, 4, rk_reg_read(&a->s, 3, &r));
}

/* loop(n, fn, ctx, flags) calls fn(index, ctx). */
static void loop_args(struct rk_an *a, struct rk_state *to)
{
	struct rk_reg r, index;
	u64 n = rk_reg_read(&a->s, 1, &r)->v.umax;

	a->body_trips = n > 1u << 23 ? 1u << 23 : n; /* bpf_loop refuses more */
	index = rk_reg_scalar(rk_val_urange(0, a->body_trips ? a->body_trips - 1 : 0), a->pc);
	rk_reg_put(to, 1, &index);
	rk_reg_put(to, 2, rk_reg_read(&a->s, 3, &r));
}

/*
 * One state describes every run of fn: any index or element, and stack contents that no run can
 * falsify: no numbers in frames that it may reach (it may not touch saved pointers; mem.c).
 */
bool rk_enter_callback(struct rk_an *a, const struct rk_helper_row *row, u32 func)
{
	struct rk_state *s = &a->s, *to = &a->other;
	bool loop = !row->maps && row->args[0] == RK_ARG_SCALAR && row->args[1] == RK_ARG_FUNC;
	struct rk_reg fp;
	bool each = row->maps && row->args[0] == RK_ARG_MAP && row->args[1] == RK_ARG_FUNC;

	if ((!loop && !each) || (loop && s->r[1].kind != RK_T_SCALAR))
		return rk_fail(a, RK_DIAG_UNSUPPORTED, "callbacks of bpf_%s cannot be judged yet",
			row->name);
	if (s->depth + 1 >= RK_MAX_FRAMES)
		return rk_fail(
			a, RK_DIAG_CALL_DEPTH, "calls nest more than %u deep", RK_MAX_FRAMES);
	if (s->r[3].kind == RK_T_STACK)
		rk_spills_forget_numbers(s);
	/* One that an earlier run moved, or that any run moves before the caller goes on. */
	if (a->moves_packets)
		rk_packets_moved(s);
	rk_state_copy(to, s);
	rk_state_push(to, a->pc, func, (u8)(1 + s->n_held));
	rk_may_goto_begin(a, to);
	rk_regs_clear(to, 0, 10);
	a->body_map = RK_NONE;
	if (each)
		element_args(a, to);
	else
		loop_args(a, to);
	fp = rk_reg_ptr(RK_T_STACK, to->depth, 0, a->pc);
	rk_reg_put(to, 10, &fp);
	return true;
}
