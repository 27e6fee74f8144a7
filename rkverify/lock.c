// SPDX-License-Identifier: MIT
/*
 * Locks in map values, by Linux's rules: one at a time, nothing is called but what releases it (and
 * functions of the program), on every path it is released, and it is the same one. A value found
 * in a map has a name, which its copies share: two look-ups may find two values.
 */
#include "call.h"

/* Global data has one value; its name is the map. */
static u32 global_name(const struct rk_reg *r)
{
	return RK_HELD_LOCK | (r->obj + 1);
}

/*
 * An object's is the place where its reference is held: what is named so must be the same in states
 * that are compared, where references are numbered anew.
 */
static u32 object_name(const struct rk_an *a, u32 ref)
{
	u32 i = 0;

	while (i < a->s.n_held && a->s.held[i].id != ref)
		i++;
	return RK_HELD_LOCK | RK_HELD_OBJECT | i;
}

static const struct rk_held *held_lock(const struct rk_an *a)
{
	for (u32 i = 0; i < a->s.n_held; i++)
		if (rk_held_is_lock(&a->s.held[i]))
			return &a->s.held[i];
	return NULL;
}

bool rk_arg_lock(struct rk_an *a, struct rk_call *c, u32 reg)
{
	const struct rk_reg arg = rk_reg_get(&a->s, reg), *r = &arg;
	const struct rk_map_def *m = r->kind == RK_T_VALUE ? rk_an_map(a, r->obj) : NULL;
	struct rk_map_def own;

	if (r->kind == RK_T_ALLOC && r->ref && !(r->flags & (RK_RCU | RK_LISTED | RK_BORROWED))) {
		own = rk_alloc_layout(a, r->obj);
		m = &own;
	}
	if (!m || r->flags & RK_NULLABLE || r->v.smin != r->v.smax ||
		!rk_map_field(&a->p->obj->btf, m, r->v.smin, 4, &c->field) ||
		c->field.kind != RK_FIELD_LOCK)
		return rk_bad_arg(a, reg, "the place of a lock in a map's value");
	if (rk_map_has_field(&a->p->obj->btf, m, RK_FIELD_LOCK, 0, c->field.off) ||
		rk_map_has_field(
			&a->p->obj->btf, m, RK_FIELD_LOCK, c->field.off + 4, m->value_size))
		return rk_fail(a, RK_DIAG_UNSUPPORTED, "'%s' has more than one lock", m->name);
	c->used = *r;
	return true;
}

/* Values of maps with such fields are told apart; at the call of a look-up. */
void rk_name_value(struct rk_an *a, const struct rk_map_def *m, struct rk_reg *r)
{
	if (!m->has_fields)
		return;
	r->ref = a->next_id++;
	r->flags |= RK_BORROWED;
}

bool rk_lock(struct rk_an *a, const struct rk_call *c)
{
	const struct rk_reg *r = &c->used;
	const struct rk_held *h = held_lock(a);

	if (h) {
		rk_fail(a, RK_DIAG_LOCK, "a second lock while one is held");
		rk_because(a, h->insn, "this one");
		return false;
	}
	if (r->kind == RK_T_ALLOC)
		return rk_call_hold(a, object_name(a, r->ref));
	if (!r->ref)
		return rk_call_hold(a, global_name(r));
	return rk_call_hold(a, RK_HELD_LOCK) && rk_call_hold(a, r->ref);
}

/* Is it the lock of this value, or object? The name of a value follows the mark of its lock. */
static bool is_lock_of(const struct rk_an *a, const struct rk_held *h, const struct rk_reg *r)
{
	if (r->kind == RK_T_ALLOC)
		return r->ref && h->id == object_name(a, r->ref);
	if (h->id == RK_HELD_LOCK)
		return h[1].id == r->ref;
	return !r->ref && h->id == global_name(r);
}

bool rk_holds_lock_of(const struct rk_an *a, const struct rk_reg *r)
{
	const struct rk_held *h = held_lock(a);

	return h && (r->kind == RK_T_ALLOC || r->kind == RK_T_VALUE) && is_lock_of(a, h, r);
}

bool rk_is_locked(const struct rk_an *a, u32 ref)
{
	const struct rk_held *h = held_lock(a);

	return h && h->id == object_name(a, ref);
}

bool rk_unlock(struct rk_an *a, const struct rk_call *c)
{
	const struct rk_reg *r = &c->used;
	const struct rk_held *h = held_lock(a);
	u32 id = h ? h->id : 0;

	if (!h)
		return rk_fail(a, RK_DIAG_LOCK, "there is no lock to release here");
	if (!is_lock_of(a, h, r)) {
		rk_fail(a, RK_DIAG_LOCK, "another lock is held than the one that is released");
		rk_because(a, h->insn, "this one");
		return false;
	}
	if (!rk_check_release(a, id))
		return false;
	rk_state_release(&a->s, id);
	if (id == RK_HELD_LOCK)
		rk_state_release(&a->s, r->ref);
	rk_graph_unlocked(&a->s);
	return true;
}

bool rk_check_unlocked(struct rk_an *a, const char *prefix, const char *what)
{
	const struct rk_held *h = held_lock(a);

	if (!h)
		return true;
	rk_fail(a, RK_DIAG_LOCK, "%s%s is called while a lock is held", prefix, what);
	rk_because(a, h->insn, "it is taken here");
	return false;
}
