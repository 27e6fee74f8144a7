// SPDX-License-Identifier: MIT
/*
 * Functions that a helper calls: one state stands for every run, so what no run may change must not
 * be changed by any.
 */
#include "call.h"

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

/*
 * Who calls whom is read from where functions are named: how deep the stack gets, and whose calls
 * move packets. One that another function hands over would be called unseen.
 */
bool rk_check_named(struct rk_an *a, const struct rk_reg *func)
{
	const struct rk_func *f = &a->p->funcs[a->s.frame[a->s.depth].func];

	return (func->origin >= f->start && func->origin < f->end) ||
	       rk_fail(a, RK_DIAG_UNSUPPORTED,
		       "a function is called back that another function than this one names");
}

bool rk_arg_later(struct rk_an *a, struct rk_call *c, u32 reg, u8 kind)
{
	const struct rk_reg arg = rk_reg_get(&a->s, reg), *r = &arg;
	const struct rk_map_def *m = r->kind == RK_T_VALUE ? rk_an_map(a, r->obj) : NULL;

	/* Which of the maps of one form an inner map is, is not known. */
	if (!m || r->obj & RK_MAP_INNER_BIT || r->flags & RK_NULLABLE || r->v.smin != r->v.smax ||
		!rk_map_field(&a->p->obj->btf, m, r->v.smin, 16, &c->field) ||
		c->field.kind != kind)
		return rk_bad_arg(a, reg,
			kind == RK_FIELD_TIMER ? "the place of a timer in a map's value"
					       : "the place of a work in a map's value");
	if (c->row->args[reg] == RK_ARG_MAP &&
		(a->s.r[reg + 1].kind != RK_T_MAP || a->s.r[reg + 1].obj != r->obj))
		return rk_bad_arg(a, reg + 1,
			kind == RK_FIELD_TIMER ? "the map that the timer is in"
					       : "the map that the work is in");
	return true;
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
	rk_name_value(a, rk_an_map(a, map->obj), &value);
	rk_reg_put(to, 1, map);
	rk_reg_put(to, 2, &key);
	rk_reg_put(to, 3, &value);
	rk_reg_put(to, 4, rk_reg_read(&a->s, 3, &r));
}

/* loop(n, fn, ctx, flags) calls fn(index, ctx). An address is a number of which nothing is known.
 */
static void loop_args(struct rk_an *a, struct rk_state *to)
{
	struct rk_reg r, index, count = rk_reg_get(&a->s, 1);
	u64 n = count.kind == RK_T_SCALAR ? count.v.umax : U64_MAX;

	a->body_trips = n > 1u << 23 ? 1u << 23 : n; /* bpf_loop refuses more */
	index = rk_reg_scalar(rk_val_urange(0, a->body_trips ? a->body_trips - 1 : 0), a->pc);
	rk_reg_put(to, 1, &index);
	rk_reg_put(to, 2, rk_reg_read(&a->s, 3, &r));
}

/* find_vma(task, address, fn, ctx, flags) calls fn(task, area, ctx), at most once. */
static void area_args(struct rk_an *a, struct rk_state *to)
{
	struct rk_reg task = rk_reg_get(&a->s, 1), context = rk_reg_get(&a->s, 4);
	struct rk_reg area = rk_kernel_ptr(a, rk_target_struct(a, "vm_area_struct"), RK_WALKED);

	a->body_trips = 1;
	rk_reg_put(to, 1, &task);
	rk_reg_put(to, 2, &area);
	rk_reg_put(to, 3, &context);
}

/* user_ringbuf_drain(map, fn, ctx, flags) calls fn(dynptr, ctx), for so many records at most. */
static void record_args(struct rk_an *a, struct rk_state *to)
{
	struct rk_reg record = {.kind = RK_T_OBJECT,
		.obj = RK_OBJ_DYNPTR | RK_OBJ_LENT,
		.v = rk_val_const(0),
		.origin = a->pc};
	struct rk_reg context = rk_reg_get(&a->s, 3);

	a->body_trips = 128 << 10;
	rk_reg_put(to, 1, &record);
	rk_reg_put(to, 2, &context);
}

/* timer_set_callback(timer, fn), wq_set_callback(work, fn): fn(map, key, value) */
static void later_args(struct rk_an *a, struct rk_state *to)
{
	struct rk_reg timer = rk_reg_get(&a->s, 1);
	struct rk_reg map = rk_reg_ptr(RK_T_MAP, timer.obj, 0, a->pc);
	struct rk_reg key = rk_reg_ptr(RK_T_KEY, rk_an_map(a, timer.obj)->key_size, 0, a->pc);
	struct rk_reg value = rk_reg_ptr(RK_T_VALUE, timer.obj, 0, a->pc);

	rk_name_value(a, rk_an_map(a, timer.obj), &value);
	rk_reg_put(to, 1, &map);
	rk_reg_put(to, 2, &key);
	rk_reg_put(to, 3, &value);
}

/* rbtree_add(root, node, fn): fn(node, node in the tree), once at each level at most. */
static void order_args(struct rk_an *a, struct rk_state *to)
{
	struct rk_reg node = rk_reg_ptr(RK_T_ALLOC, a->s.r[2].obj, 0, a->pc);

	node.v = rk_reg_get(&a->s, 2).v;
	node.flags = RK_LISTED;
	a->body_trips = 128;
	rk_reg_put(to, 1, &node);
	rk_reg_put(to, 2, &node);
}

/* Who calls back, with which argument as context, and what it returns at most. */
static const struct {
	u32 id;
	u8 context;
	u8 most;
	void (*args)(struct rk_an *a, struct rk_state *to);
} callers[] = {
	{164, 3, 1, element_args},
	{170, 0, 0, later_args},
	{180, 4, 1, area_args},
	{181, 3, 1, loop_args},
	{209, 3, 1, record_args},
	{0x20079, 0, 1, order_args},
	{0x20090, 0, 0, later_args},
	{0x20091, 0, 0, later_args},
};

static u32 caller_of(const struct rk_an *a, u32 insn)
{
	u32 i = 0;

	while (i < RK_ARRAY_SIZE(callers) && callers[i].id != a->p->insns[insn].ref)
		i++;
	return i;
}

u32 rk_callback_result(const struct rk_an *a)
{
	u32 i = caller_of(a, a->s.frame[a->s.depth - 1].call);

	return i < RK_ARRAY_SIZE(callers) ? callers[i].most : 0;
}

/*
 * What runs later begins with nothing but its arguments: who names it may be long gone, holds
 * nothing for it, and has a frame that no argument points to. So all runs that one instruction asks
 * for begin in one state, whoever comes to it, and are explored once: that such a function
 * starts its own timer again is no recursion and no loop, but another run.
 */
static void begin_later(struct rk_an *a, u32 func)
{
	struct rk_state *to = &a->other;

	rk_state_copy(to, &a->s);
	for (u32 d = 0; d <= to->depth; d++)
		rk_frame_clear(to, d);
	rk_regs_clear(to, 0, 10);
	to->depth = to->n_held = 0;
	rk_frame_begin(&to->frame[0], 0, 0);
	rk_state_push(to, a->pc, func, 1);
}

static bool begin_now(struct rk_an *a, u32 func, u8 context)
{
	struct rk_state *s = &a->s, *to = &a->other;

	if (s->depth + 1 >= RK_MAX_FRAMES)
		return rk_fail(
			a, RK_DIAG_CALL_DEPTH, "calls nest more than %u deep", RK_MAX_FRAMES);
	if (context && s->r[context].kind == RK_T_STACK)
		a->forgot |= rk_spills_forget_numbers(s, a->runs_may_write);
	/* One that an earlier run moved, or that any run moves before the caller goes on. */
	if (a->moves && a->moves[func])
		rk_packets_moved(s);
	rk_state_copy(to, s);
	rk_state_push(to, a->pc, func, (u8)(1 + s->n_held));
	rk_regs_clear(to, 0, 10);
	return true;
}

/*
 * While it calls back the helper is in a section of RCU, where it walks a table that may grow and
 * shrink, or has the lock of a task's memory, which a look at memory that is not there waits for:
 * nothing sleeps then. No other rule is asked whether it is so.
 */
static u32 held_by_helper(const struct rk_an *a, const struct rk_call *c)
{
	enum { EACH = 164, FIND_VMA = 180 };
	u32 type = c->has_map ? rk_an_map(a, c->map)->type : 0;
	bool walks = c->row->id == EACH && type != RK_MAP_ARRAY && type != RK_MAP_PERCPU_ARRAY;

	for (u32 i = 0; i < a->s.n_held; i++)
		if (a->s.held[i].id == RK_HELD_CALLER)
			return 0;
	return rk_may_sleep(a) && (walks || c->row->id == FIND_VMA) ? RK_HELD_CALLER : 0;
}

/*
 * One state describes every run of fn: any index or element, and stack contents that no run can
 * falsify: no numbers in frames that it may reach (it may not touch saved pointers; mem.c).
 */
bool rk_enter_callback(struct rk_an *a, const struct rk_call *c)
{
	struct rk_state *to = &a->other;
	u32 i = caller_of(a, a->pc), holds = held_by_helper(a, c);
	struct rk_reg fp;

	if (i == RK_ARRAY_SIZE(callers))
		return rk_fail(a, RK_DIAG_UNSUPPORTED, "callbacks of bpf_%s cannot be judged yet",
			c->row->name);
	if (holds && !rk_call_hold(a, holds))
		return false;
	if (rk_runs_later(c->row->id))
		begin_later(a, c->func);
	else if (!begin_now(a, c->func, callers[i].context))
		return false;
	if (holds)
		rk_state_drop(&a->s, holds);
	rk_may_goto_begin(a, to);
	a->body_map = RK_NONE;
	callers[i].args(a, to);
	fp = rk_reg_ptr(RK_T_STACK, to->depth, 0, a->pc);
	rk_reg_put(to, 10, &fp);
	return true;
}
