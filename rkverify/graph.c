// SPDX-License-Identifier: MIT
/*
 * Lists and trees of objects that programs allocate, by Linux's rules. Whoever works on one holds
 * the lock beside its head. What is put in is the list's from then on: pointers to it are lent, as
 * those that a look gives, until the lock is released; what is taken out is the program's. While a
 * lock is held nothing frees an object, so that what is lent is there.
 */
#include "call.h"

static const char in_order[] = "a function that orders a tree";

/* Runs the function that bpf_rbtree_add calls? It sees two objects and calls nothing. */
static bool orders_tree(const struct rk_an *a)
{
	for (u32 d = 1; d <= a->s.depth; d++) {
		const struct rk_insn *in = &a->p->insns[a->s.frame[d - 1].call];

		if (a->s.frame[d].callback && in->kind == RK_INSN_CALL &&
			rk_helper_row(in->ref)->args[0] == RK_ARG_TREE)
			return true;
	}
	return false;
}

bool rk_is_graph_call(const struct rk_helper_row *row)
{
	return row->args[0] == RK_ARG_LIST || row->args[0] == RK_ARG_TREE ||
	       row->args[0] == RK_ARG_SHARED;
}

static bool arg_head(struct rk_an *a, struct rk_call *c, u32 reg, u8 kind)
{
	const struct rk_reg r = rk_reg_get(&a->s, reg);
	const char *need = kind == RK_FIELD_LIST ? "the head of a list" : "the root of a tree";

	if (orders_tree(a))
		return rk_fail(a, RK_DIAG_LOCK, "bpf_%s in %s", c->row->name, in_order);
	if (!rk_kptr_graph(a, &r, &c->graph) || c->graph.kind != kind)
		return rk_bad_arg(a, reg, need);
	if (!rk_may_own(a, &r, c->graph.type, false))
		return false;
	return rk_holds_lock_of(a, &r) ||
	       rk_fail(a, RK_DIAG_LOCK, "bpf_%s without the lock beside %s", c->row->name, need);
}

static bool is_node(const struct rk_call *c, const struct rk_reg *r)
{
	return r->kind == RK_T_ALLOC && !(r->flags & (RK_NULLABLE | RK_RCU | RK_BORROWED)) &&
	       r->obj == c->graph.type && r->v.smin == r->v.smax && r->v.smin == c->graph.node;
}

/* The member of an object that the program holds; it becomes the head's. */
static bool arg_given(struct rk_an *a, struct rk_call *c, u32 reg)
{
	const struct rk_reg r = rk_reg_get(&a->s, reg);

	if (!is_node(c, &r) || !r.ref)
		return rk_bad_arg(a, reg,
			"the member of an object that the program holds, which the head's tag "
			"names");
	if (rk_is_locked(a, r.ref))
		return rk_fail(a, RK_DIAG_LOCK, "the lock in this object is held");
	c->given = r.ref;
	return rk_check_release(a, r.ref);
}

static bool arg_lent(struct rk_an *a, struct rk_call *c, u32 reg)
{
	const struct rk_reg r = rk_reg_get(&a->s, reg);

	return (is_node(c, &r) && r.flags & RK_LISTED) ||
	       rk_bad_arg(a, reg, "the member of an object that is in a tree");
}

static bool arg_shared(struct rk_an *a, struct rk_call *c, u32 reg)
{
	const struct rk_reg r = rk_reg_get(&a->s, reg);

	if (orders_tree(a))
		return rk_fail(a, RK_DIAG_LOCK, "bpf_%s in %s", c->row->name, in_order);
	if (r.kind != RK_T_ALLOC || r.flags & (RK_NULLABLE | RK_BORROWED) || r.v.umax != 0 ||
		!rk_alloc_has(a, r.obj, RK_FIELD_REFCOUNT))
		return rk_bad_arg(a, reg, "an object with a bpf_refcount");
	c->graph.type = r.obj;
	c->owned = r.ref;
	return true;
}

bool rk_arg_graph(struct rk_an *a, struct rk_call *c, u32 reg)
{
	switch (c->row->args[reg - 1]) {
	case RK_ARG_LIST: return arg_head(a, c, reg, RK_FIELD_LIST);
	case RK_ARG_TREE: return arg_head(a, c, reg, RK_FIELD_TREE);
	case RK_ARG_NODE_GIVEN: return arg_given(a, c, reg);
	case RK_ARG_NODE_LENT: return arg_lent(a, c, reg);
	default: return arg_shared(a, c, reg);
	}
}

static void lend(struct rk_reg *r, u32 ref, bool unused)
{
	(void)unused;
	if (r->kind != RK_T_ALLOC || r->ref != ref)
		return;
	r->ref = 0;
	r->flags = RK_LISTED;
}

void rk_graph_effects(struct rk_an *a, const struct rk_call *c)
{
	if (!c->given)
		return;
	rk_state_each(&a->s, lend, c->given, false);
	rk_state_drop(&a->s, c->given);
}

static void end_lent(struct rk_reg *r, u32 id, bool flag)
{
	(void)id;
	(void)flag;
	if (r->kind == RK_T_ALLOC && r->flags & RK_LISTED)
		*r = (struct rk_reg){.kind = RK_T_BROKEN,
			.flags = RK_GONE,
			.key = r->key,
			.size = r->size,
			.origin = r->origin};
}

void rk_graph_unlocked(struct rk_state *s)
{
	rk_state_each(s, end_lent, 0, false);
}

/* r becomes the result of such a function, but for what must be given back. */
bool rk_graph_result(struct rk_an *a, const struct rk_call *c, struct rk_reg *r)
{
	*r = rk_reg_ptr(RK_T_ALLOC, c->graph.type, c->graph.node, a->pc);
	r->flags = RK_LISTED;
	if (c->row->ret != RK_RET_NODE_LENT_OR_NULL) {
		r->flags = 0;
		r->ref = a->next_id++;
		if (!rk_call_hold(a, r->ref))
			return false;
	}
	if (c->row->ret == RK_RET_SHARED_OR_NULL) {
		r->v = rk_val_const(0);
		if (c->owned)
			return true;
	}
	r->flags |= RK_NULLABLE;
	r->id = a->next_id++;
	return true;
}
