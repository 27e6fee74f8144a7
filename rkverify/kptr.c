// SPDX-License-Identifier: MIT
/*
 * Kernel pointers in map values, and objects that programs allocate. A value owns what its pointer
 * names: bpf_kptr_xchg puts an object in and takes another out, which is then the program's. A load
 * only lends it, for as long as the section of RCU, and null has to be tested either way.
 */
#include <string.h>
#include "call.h"

/* Linux's list of what a section of RCU keeps; of other types a load tells nothing. */
static bool kept_by_rcu(const char *name)
{
	static const char *const names[] = {
		"task_struct", "cgroup", "bpf_cpumask", "bpf_crypto_ctx", "prog_test_ref_kfunc"};

	for (u32 i = 0; i < RK_ARRAY_SIZE(names); i++)
		if (!strcmp(names[i], name))
			return true;
	return false;
}

/* Linux's list of what has a destructor, of which it makes maps. */
static bool is_given_back(const char *name)
{
	return kept_by_rcu(name) || !strcmp(name, "prog_test_member");
}

/* The struct that a kernel pointer field names, in the object's BTF. */
static u32 pointee(const struct rk_an *a, const struct rk_kfield *f)
{
	const struct rk_btf *b = &a->p->obj->btf;

	return rk_btf_skip(b, rk_btf_type(b, f->type).size_or_type);
}

/* A pointer to what the field holds: of the target's type, or of the program's own. */
static struct rk_reg named(struct rk_an *a, const struct rk_kfield *f)
{
	const struct rk_btf *b = &a->p->obj->btf;
	u32 id = pointee(a, f), kernel = rk_target_struct(a, rk_btf_type(b, id).name);

	return kernel ? rk_kernel_ptr(a, kernel, 0) : rk_reg_ptr(RK_T_ALLOC, id, 0, a->pc);
}

struct rk_reg rk_kptr_load(struct rk_an *a, const struct rk_access *x)
{
	const struct rk_btf *b = &a->p->obj->btf;
	struct rk_reg r = named(a, &x->field);
	bool own = r.kind == RK_T_ALLOC;

	if (x->field.kind == RK_FIELD_KPTR && rk_in_rcu(a) &&
		(own || kept_by_rcu(rk_btf_type(b, pointee(a, &x->field)).name)))
		r.flags = RK_RCU;
	else if (own || x->field.kind == RK_FIELD_UPTR || x->field.kind == RK_FIELD_KPTR_PERCPU)
		r = rk_kernel_ptr(a, 0, 0); /* an address that is only probed */
	r.flags |= RK_NULLABLE;
	r.id = a->next_id++;
	return r;
}

bool rk_kptr_store(struct rk_an *a, const struct rk_access *x, const struct rk_reg *v)
{
	struct rk_reg want = named(a, &x->field);

	if (rk_arg_is_null(v) || (v->kind == RK_T_KERNEL && want.kind == RK_T_KERNEL &&
					 v->obj == want.obj && v->v.umax == 0))
		return true;
	return rk_fail(a, RK_DIAG_MAP_KIND, "%s is stored where the map has %s", rk_kind_name(a, v),
		rk_kind_name(a, &want));
}

bool rk_is_kptr_access(
	const struct rk_an *a, const struct rk_map_def *m, struct rk_access *x, bool write)
{
	struct rk_kfield *f = &x->field;

	if (x->lo != x->hi || x->size != 8 || !rk_map_field(&a->p->obj->btf, m, x->lo, 8, f))
		return false;
	return f->kind == RK_FIELD_KPTR_UNTRUSTED ||
	       (!write && (f->kind == RK_FIELD_KPTR || f->kind == RK_FIELD_KPTR_PERCPU ||
				  f->kind == RK_FIELD_UPTR));
}

/* ---- memory of the program's own, which may have such fields, too ---- */

struct rk_map_def rk_alloc_layout(const struct rk_an *a, u32 type)
{
	return (struct rk_map_def){.has_fields = true,
		.value_btf = type,
		.value_size = (u32)rk_btf_size(&a->p->obj->btf, type)};
}

bool rk_alloc_is_special(const struct rk_an *a, u32 type, s64 lo, s64 end)
{
	const struct rk_map_def m = rk_alloc_layout(a, type);

	return rk_map_is_special(&a->p->obj->btf, &m, lo, end);
}

bool rk_alloc_has(const struct rk_an *a, u32 type, u8 field)
{
	const struct rk_map_def m = rk_alloc_layout(a, type);

	return rk_map_has_field(&a->p->obj->btf, &m, field, 0, m.value_size);
}

static bool is_owner(const void *who, const struct rk_kfield *f)
{
	const struct rk_an *a = who;
	const char *name;

	if (f->kind != RK_FIELD_KPTR)
		return f->kind == RK_FIELD_LIST || f->kind == RK_FIELD_TREE;
	name = rk_btf_type(&a->p->obj->btf, pointee(a, f)).name;
	return !rk_target_struct(a, name);
}

/* Does an object of this type own others of the program's? */
static bool owns_objects(const struct rk_an *a, u32 type)
{
	const struct rk_map_def m = rk_alloc_layout(a, type);

	return rk_map_some_field(&a->p->obj->btf, &m, is_owner, a);
}

/*
 * Whoever frees an object frees what it owns, within the same call: a chain as long as a program
 * likes would overflow the kernel's stack. So what an object owns by a pointer owns no others; nor
 * does what it owns by a list or a tree, where it can be in such itself (Linux's rule). Then at
 * most one in a chain owns what owns more, and it is in no list.
 */
bool rk_may_own(struct rk_an *a, const struct rk_reg *owner, u32 type, bool by_pointer)
{
	if (owner->kind != RK_T_ALLOC || !owns_objects(a, type))
		return true;
	if (!by_pointer && !rk_alloc_has(a, owner->obj, RK_FIELD_LIST_NODE) &&
		!rk_alloc_has(a, owner->obj, RK_FIELD_TREE_NODE))
		return true;
	return rk_fail(a, RK_DIAG_MAP_KIND,
		"an object of type '%s' would own objects that own others: freeing them nests",
		rk_btf_type(&a->p->obj->btf, owner->obj).name);
}

/* The head of a list, or root of a tree, that r points to, in a map's value or an object. */
bool rk_kptr_graph(const struct rk_an *a, const struct rk_reg *r, struct rk_holds *g)
{
	struct rk_map_def m;

	if (r->flags & RK_NULLABLE || r->v.smin != r->v.smax)
		return false;
	if (r->kind == RK_T_VALUE)
		return rk_map_graph(&a->p->obj->btf, rk_an_map(a, r->obj), r->v.smin, g);
	if (r->kind != RK_T_ALLOC)
		return false;
	m = rk_alloc_layout(a, r->obj);
	return rk_map_graph(&a->p->obj->btf, &m, r->v.smin, g);
}

/* ---- arguments ---- */

static bool field_of(const struct rk_an *a, const struct rk_reg *r, struct rk_kfield *f)
{
	struct rk_map_def m;

	if (r->flags & RK_NULLABLE || r->v.smin != r->v.smax)
		return false;
	if (r->kind == RK_T_VALUE)
		return rk_map_field(&a->p->obj->btf, rk_an_map(a, r->obj), r->v.smin, 8, f);
	if (r->kind != RK_T_ALLOC)
		return false;
	m = rk_alloc_layout(a, r->obj);
	return rk_map_field(&a->p->obj->btf, &m, r->v.smin, 8, f);
}

static bool arg_field(struct rk_an *a, struct rk_call *c, u32 reg)
{
	const struct rk_reg arg = rk_reg_get(&a->s, reg), *r = &arg;
	const char *name;

	if (!field_of(a, r, &c->field) || c->field.kind != RK_FIELD_KPTR)
		return rk_bad_arg(a, reg, "the place of a kernel pointer in a map's value");
	/* What is put into an object that others free right now is never given back. */
	if (r->kind == RK_T_ALLOC && r->flags & RK_RCU)
		return rk_bad_arg(a, reg, "an object that the program holds");
	if (named(a, &c->field).kind == RK_T_ALLOC)
		return rk_may_own(a, r, pointee(a, &c->field), true);
	name = rk_btf_type(&a->p->obj->btf, pointee(a, &c->field)).name;
	/* What the map still owns when it ends is given back by the kernel, if it knows how. */
	return is_given_back(name) ||
	       rk_fail(a, RK_DIAG_MAP_KIND,
		       "a map cannot own a struct %s: nothing gives it back when the map ends",
		       name);
}

static bool arg_content(struct rk_an *a, struct rk_call *c, u32 reg)
{
	const struct rk_reg arg = rk_reg_get(&a->s, reg), *r = &arg;
	struct rk_reg want = named(a, &c->field);

	if (rk_arg_is_null(r))
		return true;
	if (r->kind != want.kind || r->obj != want.obj || r->flags & (RK_NULLABLE | RK_BORROWED) ||
		!r->ref || r->v.umax != 0)
		return rk_bad_arg(a, reg,
			rk_format(a->diags.arena, "%s that the program holds, or null",
				rk_kind_name(a, &want)));
	c->release = r->ref;
	return rk_check_release(a, r->ref);
}

static bool arg_local_type(struct rk_an *a, struct rk_call *c, u32 reg)
{
	const struct rk_btf *b = &a->p->obj->btf;
	const struct rk_reg arg = rk_reg_get(&a->s, reg), *r = &arg;
	u64 id;

	if (r->kind != RK_T_SCALAR || !rk_val_is_const(&r->v, &id) || !id || id >= b->n)
		return rk_bad_arg(a, reg, "a type of the program's own");
	id = rk_btf_skip(b, (u32)id);
	if (rk_btf_type(b, (u32)id).kind != RK_BTF_STRUCT || rk_btf_size(b, (u32)id) <= 0)
		return rk_bad_arg(a, reg, "a struct of the program's own");
	c->const_size = (s64)id;
	return true;
}

static bool arg_own(struct rk_an *a, struct rk_call *c, u32 reg)
{
	const struct rk_reg arg = rk_reg_get(&a->s, reg), *r = &arg;

	if (r->kind != RK_T_ALLOC || r->flags & (RK_NULLABLE | RK_BORROWED) || !r->ref ||
		r->v.umax != 0)
		return rk_bad_arg(a, reg, "an object that the program allocated and holds");
	c->release = r->ref;
	return rk_check_release(a, r->ref);
}

bool rk_arg_kptr(struct rk_an *a, struct rk_call *c, u32 reg)
{
	switch (c->row->args[reg - 1]) {
	case RK_ARG_KPTR_FIELD: return arg_field(a, c, reg);
	case RK_ARG_KPTR_CONTENT: return arg_content(a, c, reg);
	case RK_ARG_LOCAL_TYPE: return arg_local_type(a, c, reg);
	case RK_ARG_ALLOC_END: return arg_own(a, c, reg);
	case RK_ARG_SPIN_LOCK: return rk_arg_lock(a, c, reg);
	case RK_ARG_TIMER: return rk_arg_later(a, c, reg, RK_FIELD_TIMER);
	case RK_ARG_WORK: return rk_arg_later(a, c, reg, RK_FIELD_WQ);
	default:
		return rk_fail(a, RK_DIAG_UNSUPPORTED, "bpf_%s is known, and cannot be judged yet",
			c->row->name);
	}
}

/* What the field held, or null: the program's from now on. */
struct rk_reg rk_kptr_old(struct rk_an *a, const struct rk_call *c)
{
	struct rk_reg r = named(a, &c->field);

	r.flags = RK_TRUSTED;
	return r;
}
